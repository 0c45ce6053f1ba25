import { expect, it, vi } from 'vitest';

import { type Merchant, createMerchant, runHere } from './terminal.ts';

/** A URL without a listener. */
const NOWHERE = 'http://127.0.0.1:9/hook';
const LINK = ['links', 'create', '--title', 'Order', '--amount', '4500', '--publish', '--json'];

/** The maximum time until a delivery is recorded. */
const PATIENCE = { timeout: 20_000, interval: 20 };

/** Creates a subscription for payments. Returns its id and its secret. */
async function subscribe({ mytpe }: Merchant): Promise<{ id: string; secret: string }> {
  const { json } = await mytpe('webhooks', 'create', '--url', NOWHERE, '--event', 'transaction.paid', '--json');
  return json;
}

async function pay({ mytpe, control }: Merchant): Promise<void> {
  const { id } = (await mytpe(...LINK)).json;
  await control('POST', `/links/${id}/pay`, {});
}

/** Returns the deliveries when MyTPE has recorded the result of the newest one. */
function deliveries({ mytpe }: Merchant, id: string, attempts: number) {
  return vi.waitFor(async () => {
    const { data } = (await mytpe('webhooks', 'deliveries', id, '--json')).json;
    expect(data[0]?.attempts).toBe(attempts);
    return data as { id: string; status: string }[];
  }, PATIENCE);
}

it('a payment is delivered to `listen`, listed, and sent again on request', async () => {
  const merchant = await createMerchant();
  const { id, secret } = await subscribe(merchant);
  const interrupt = new AbortController();
  let steps: Promise<void> | undefined;
  const played = async (address: string) => {
    await merchant.mytpe('webhooks', 'update', id, '--url', address, '--event', 'transaction.paid');
    await pay(merchant);
    const [delivery] = await deliveries(merchant, id, 1);
    const again = await merchant.mytpe('webhooks', 'redeliver', id, delivery!.id);
    expect([again.code, again.out]).toEqual([0, `MyTPE will send ${delivery!.id} again.\n`]);
    await deliveries(merchant, id, 2);
    interrupt.abort();
  };
  const onOutput = (shown: string) => {
    const address = /"listening":"([^"]+)"/.exec(shown)?.[1];
    if (address !== undefined) steps ??= played(address);
  };
  const stage = { env: { MYTPE_WEBHOOK_SECRET: secret }, signal: interrupt.signal, onOutput };
  const { code, out } = await runHere(['webhooks', 'listen', '--port', '0', '--json'], stage);
  await steps;
  const [, first, second] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { delivery_id: string });
  expect(code).toBe(130);
  expect(first).toMatchObject({ event: 'transaction.paid', amount: '4500.00' });
  expect(second?.delivery_id).toBe(first?.delivery_id);
  expect((await merchant.mytpe('webhooks', 'deliveries', id)).out).toMatch(/transaction\.paid\s+delivered\s+200\s+2/);
});

it('the list shows a delivery to an unreachable receiver', async () => {
  const merchant = await createMerchant();
  const { id } = await subscribe(merchant);
  await pay(merchant);
  const [delivery] = await deliveries(merchant, id, 1);
  expect(delivery).toMatchObject({ event: 'transaction.paid', status: 'pending' });
  expect((await merchant.mytpe('webhooks', 'deliveries', id)).out).toMatch(/pending\s+.*(?:refused|ECONNREFUSED)/);
});
