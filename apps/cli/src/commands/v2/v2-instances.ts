import type { V2Client, V2Instance } from '@mytpe-pay/client';

import { CliError, usageError } from '../../cli-error.ts';
import { type ListOptions, showList } from '../../listing.ts';
import { type Session, rejectOptions } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';

const COLUMNS: readonly Column<V2Instance>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'NAME', of: ({ name }) => printable(name ?? '') },
  { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
];

/** The filters and sort options that v2 does not support. */
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
  rejectOptions(session, options, NOT_IN_V2_LIST);
  const client = await session.v2();
  await showList(session, client.instances, {}, options, COLUMNS, 'No payment instances: create one in the dashboard.');
}

/** The properties of an instance that v2 can change. */
export interface V2InstanceOptions {
  readonly title?: string;
  /** Minutes. */
  readonly inactivity?: number;
}

export async function updateV2Instance(session: Session, id: string, options: V2InstanceOptions): Promise<void> {
  rejectOptions(session, options, ['identification', 'brand', 'bankAccount', 'logo']);
  const client = await session.v2();
  const changes = { name: options.title, default_inactivity_timeout_minutes: options.inactivity };
  const findOut = 'You can repeat the command safely.';
  const changed = await session.change(findOut, () => client.instances.update(id, changes, session.call));
  await session.out.record(changed);
  if (options.inactivity === undefined) return;
  session.out.note(
    '\nMyTPE does not document the effect on existing links. If it matters, set --inactivity for the link.',
  );
}

/** Returns the id of the instance: from the option, from the settings, or the only active one. */
export async function v2InstanceId(session: Session, client: V2Client, named: string | undefined): Promise<string> {
  const id = named ?? session.connection.instanceId;
  if (id !== undefined) return id;
  const active = await Array.fromAsync(client.instances.listAllActive({}, session.call));
  const [first, ...others] = active;
  if (first === undefined) throw new CliError('failed', 'no payment instance is active', 'Check the MyTPE dashboard.');
  if (others.length === 0) return first.id;
  const choices = active.slice(0, 10).map((one) => `${printable(one.id)} (${printable(one.name ?? '')})`);
  throw usageError('there are several payment instances', `Choose one with --instance: ${choices.join(', ')}`);
}
