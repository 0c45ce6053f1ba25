import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { EXT_WEBHOOK_EVENTS, ExtClient } from '../src/index.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { type WebhookReceiver, startWebhookReceiver } from './webhook-receiver.ts';

let sandbox: SandboxProcess;
let receiver: WebhookReceiver;
let client: ExtClient;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  receiver = await startWebhookReceiver();
  const credentials = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };
  client = new ExtClient({ baseUrl: `${sandbox.url}/api/ext`, credentials, allowInsecureWebhooks: true });
});
afterAll(async () => {
  await client.close();
  await receiver.close();
  await sandbox.stop();
});
beforeEach(async () => await sandbox.control('reset'));

/** Subscribes the receiver, and gives it the secret. */
async function subscribe() {
  const made = await client.webhooks.create({ url: receiver.url, events: ['transaction.paid'] });
  receiver.secrets = [made.secret!];
  return made;
}

/** Creates a link of 4,500.50 DZD and pays it. */
async function payment(): Promise<string> {
  let instance = '';
  for await (const { id } of client.instances.listAll({ status: 'active' })) instance = id;
  const terms = { amount_mode: 'fixed', amount: 450_050, usage_mode: 'one_shot' } as const;
  const order = { payment_instance_id: instance, title: 'Order', ...terms, metadata: { our_ref: 'r-1' } };
  const { id } = await client.links.create(order);
  await client.links.publish(id);
  await sandbox.control(`links/${id}/pay`);
  return id;
}

const PAID = { event: 'transaction.paid', meaning: 'paid', metadata: { our_ref: 'r-1' }, disagreements: [] };

describe('webhooks of the sandbox', () => {
  it('report a payment with a signature, the link and our reference', async () => {
    await subscribe();
    const id = await payment();
    expect(await receiver.next()).toMatchObject({ ...PAID, linkId: id, transaction: { amount: 450_050 } });
  });

  it('are refused if they are forged or reserialized, and accepted if they are unchanged', async () => {
    await subscribe();
    for (const type of ['webhook_forged', 'webhook_reserialised']) {
      await sandbox.control('faults', { fault: { type }, times: 1 });
      const id = await payment();
      expect(await receiver.next()).toBe('signature_mismatch');
      expect(await receiver.next()).toMatchObject({ ...PAID, linkId: id });
    }
  });

  it('are signed with the new secret after a rotation, and accepted with both secrets', async () => {
    const { id, secret: old } = await subscribe();
    const { secret } = await client.webhooks.regenerateSecret(id);
    expect(secret).not.toBe(old);
    receiver.secrets = [secret, old!];
    await payment();
    const first = await receiver.next();
    expect(first).toMatchObject(PAID);
    const deliveries = async () => (await client.webhooks.deliveries(id)).data;
    const delivered = { event: 'transaction.paid', status: 'delivered', attempts: 1 };
    await expect.poll(deliveries).toEqual([expect.objectContaining(delivered)]);
    const delivery = (await deliveries())[0]!.id;
    await client.webhooks.redeliver(id, delivery);
    expect(await receiver.next()).toMatchObject({ ...PAID, deliveryId: (first as { deliveryId: string }).deliveryId });
    receiver.secrets = [old!];
    await client.webhooks.redeliver(id, delivery);
    expect(await receiver.next()).toBe('signature_mismatch');
  });

  it('can be listed, updated, sent again and deleted', async () => {
    const made = await subscribe();
    const { secret: _secret, ...shown } = made;
    expect(await client.webhooks.events()).toEqual(EXT_WEBHOOK_EVENTS);
    expect((await client.webhooks.list()).data).toEqual([shown]);
    expect(await client.webhooks.update(made.id, { is_active: false })).toMatchObject({
      is_active: false,
      url: made.url,
    });
    await client.webhooks.delete(made.id);
    await client.webhooks.delete(made.id);
    expect((await client.webhooks.list()).data).toEqual([]);
  });
});
