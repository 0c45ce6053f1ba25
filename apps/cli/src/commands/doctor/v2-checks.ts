import type { V2Client, V2Instance } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import { type Check, fail, ok, warn } from './check.ts';
import { checkReceiver } from './webhook-checks.ts';

/** What v2 lets one see: whether links can be made, and who is told about payments. */
export async function checkV2Account(session: Session, client: V2Client): Promise<Check[]> {
  const name = 'Payment instance';
  const active = await Array.fromAsync(client.instances.listAllActive({}, session.call));
  const { instanceId } = session.connection;
  const chosen = instanceId === undefined ? active[0] : active.find(({ id }) => id === instanceId);
  if (chosen === undefined) {
    const detail = instanceId === undefined ? 'none is active' : 'MYTPE_PAYMENT_INSTANCE_ID names none that is active';
    return [fail(name, detail, 'Look in the MyTPE dashboard; mytpe instances list shows what there is.')];
  }
  const isChosen = active.length === 1 || instanceId !== undefined;
  const fix = 'Choose one: set MYTPE_PAYMENT_INSTANCE_ID, or give --instance.';
  const check = isChosen
    ? ok(name, `${printable(chosen.name ?? chosen.id)} takes payments`)
    : warn(name, `${active.length} take payments, and none is chosen`, fix);
  return [check, await checkV2Webhook(session, client, chosen)];
}

async function checkV2Webhook(session: Session, client: V2Client, { id }: V2Instance): Promise<Check> {
  const { webhook_url } = await client.webhook.get(id, session.call);
  if (webhook_url) return checkReceiver(session, webhook_url);
  const fix = `mytpe webhooks settings --instance ${printable(id)} --url https://…`;
  return warn('Webhooks', 'nobody is told about payments', fix);
}
