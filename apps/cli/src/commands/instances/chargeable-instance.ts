import type { ExtClient, Instance } from '@mytpe-pay/client';

import { CliError, usageError } from '../../cli-error.ts';
import type { Session } from '../../session.ts';
import { printable } from '../../terminal/display.ts';

/** Returns `true` if the instance takes payments. Its license must be ready and its status active. */
export function isChargeable({ acceptance_status, status }: Instance): boolean {
  return acceptance_status === 'ready' && status === 'active';
}

/** Returns the reason why an instance takes no payments, as a clause. */
export function whyNotChargeable({ acceptance_status, acceptance_reason, status }: Instance): string {
  if (acceptance_status !== 'ready') {
    return `its license is ${printable(acceptance_status)}${acceptance_reason ? `: ${printable(acceptance_reason)}` : ''}`;
  }
  return `it is ${printable(status)}`;
}

/** Returns the instance for a link: from the option, from the settings, or the only chargeable instance. */
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
  throw new CliError(
    'failed',
    message,
    'Run `mytpe instances list` to see the others, or `mytpe journey` to see what is missing.',
  );
}

async function onlyChargeable(session: Session, client: ExtClient): Promise<Instance> {
  const instances = await Array.fromAsync(client.instances.listAll({}, session.call));
  const [first, ...others] = instances.filter(isChargeable);
  if (first === undefined) {
    throw new CliError(
      'failed',
      'no payment instance can take payments yet',
      'Run `mytpe journey` to see what is missing.',
    );
  }
  if (others.length === 0) return first;
  const choices = [first, ...others]
    .slice(0, 10)
    .map(({ id, title }) => `${printable(id)} (${printable(title ?? '')})`);
  throw usageError('there are several payment instances', `Choose one with --instance: ${choices.join(', ')}`);
}
