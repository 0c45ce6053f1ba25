import type { ExtClient, Instance } from '@mytpe-pay/client';

import { CliError, usageError } from '../../cli-error.ts';
import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';

/** Whether it takes payments: both its license and its operation must say so. */
export function isChargeable({ acceptance_status, status }: Instance): boolean {
  return acceptance_status === 'ready' && status === 'active';
}

/** What keeps an instance from taking payments, as a clause. */
export function whyNotChargeable({ acceptance_status, acceptance_reason, status }: Instance): string {
  if (acceptance_status !== 'ready') {
    return `its license is ${printable(acceptance_status)}${acceptance_reason ? `: ${printable(acceptance_reason)}` : ''}`;
  }
  return `it is ${printable(status)}`;
}

/** The instance a link belongs to: the one named, the one set, or the only one there is. */
export async function chargeableInstance(
  session: Session,
  client: ExtClient,
  named: string | undefined,
): Promise<Instance> {
  const id = named ?? session.connection.instanceId;
  if (id === undefined) return onlyChargeable(session, client);
  const instance = await client.instances.get(id, session.call);
  if (isChargeable(instance)) return instance;
  const message = `instance ${printable(id)} takes no payments: ${whyNotChargeable(instance)}`;
  throw new CliError('failed', message, 'mytpe instances list shows the others; mytpe journey what is missing.');
}

async function onlyChargeable(session: Session, client: ExtClient): Promise<Instance> {
  const instances = await Array.fromAsync(client.instances.listAll({}, session.call));
  const [first, ...others] = instances.filter(isChargeable);
  if (first === undefined) {
    throw new CliError('failed', 'no payment instance can take payments yet', 'mytpe journey says what is missing.');
  }
  if (others.length === 0) return first;
  const choices = [first, ...others]
    .slice(0, 10)
    .map(({ id, title }) => `${printable(id)} (${printable(title ?? '')})`);
  throw usageError('there are several payment instances', `Choose one with --instance: ${choices.join(', ')}`);
}
