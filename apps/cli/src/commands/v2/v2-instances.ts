import type { V2Client, V2Instance } from '@mytpe-pay/client';

import { CliError, usageError } from '../../cli-error.ts';
import { type ListOptions, showList } from '../../listing.ts';
import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import { statusWord } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { refuseOptions } from '../refuse-options.ts';

const COLUMNS: readonly Column<V2Instance>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'NAME', of: ({ name }) => printable(name ?? '') },
  { head: 'STATUS', of: ({ status }, style) => statusWord(style, printable(status)) },
];

/** Filters and orders that v2 does not have. */
const NOT_IN_V2_LIST = [
  'search',
  'status',
  'license',
  'identification',
  'brand',
  'bankAccount',
  'sort',
  'order',
] as const;

export async function listV2Instances(session: Session, options: ListOptions): Promise<void> {
  refuseOptions(session, options, NOT_IN_V2_LIST);
  const client = await session.v2();
  await showList(session, client.instances, {}, options, COLUMNS, 'No payment instances: make one in the dashboard.');
}

/** What v2 lets one change of an instance. */
export interface V2InstanceOptions {
  readonly title?: string;
  /** Minutes. */
  readonly inactivity?: number;
}

export async function updateV2Instance(session: Session, id: string, options: V2InstanceOptions): Promise<void> {
  refuseOptions(session, options, ['identification', 'brand', 'bankAccount', 'logo']);
  const client = await session.v2();
  const changes = { name: options.title, default_inactivity_timeout_minutes: options.inactivity };
  const findOut = 'It is safe to repeat.';
  const changed = await session.change(findOut, () => client.instances.update(id, changes, session.call));
  await session.out.record(changed);
  if (options.inactivity === undefined) return;
  session.out.note('\nMyTPE does not say what becomes of existing links: where it matters, set it on the link.');
}

/** The instance that is named or set, or the only active one. */
export async function v2InstanceId(session: Session, client: V2Client, named: string | undefined): Promise<string> {
  const id = named ?? session.connection.instanceId;
  if (id !== undefined) return id;
  const active = await Array.fromAsync(client.instances.listAllActive({}, session.call));
  const [first, ...others] = active;
  if (first === undefined)
    throw new CliError('failed', 'no payment instance is active', 'Look in the MyTPE dashboard.');
  if (others.length === 0) return first.id;
  const choices = active.slice(0, 10).map((one) => `${printable(one.id)} (${printable(one.name ?? '')})`);
  throw usageError('there are several payment instances', `Choose one with --instance: ${choices.join(', ')}`);
}
