import { expect, it, vi } from 'vitest';

import { type Desk, openDesk, runHere } from './terminal.ts';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9/hook';
const LINK = ['links', 'create', '--title', 'Order', '--amount', '4500', '--publish', '--json'];

/** Until what was announced has been delivered and written down. */
const PATIENCE = { timeout: 20_000, interval: 20 };

/** A subscription that is told about payments, and its secret. */
async function subscribe({ mytpe }: Desk): Promise<{ id: string; secret: string }> {
  const { json } = await mytpe('webhooks', 'create', '--url', NOWHERE, '--event', 'transaction.paid', '--json');
  return json;
}

async function pay({ mytpe, control }: Desk): Promise<void> {
  const { id } = (await mytpe(...LINK)).json;
  await control('POST', `/links/${id}/pay`, {});
}

/** The deliveries, once MyTPE has written down how the newest went. */
function deliveries({ mytpe }: Desk, id: string, attempts: number) {
  return vi.waitFor(async () => {
    const { data } = (await mytpe('webhooks', 'deliveries', id, '--json')).json;
    expect(data[0]?.attempts).toBe(attempts);
    return data as { id: string; status: string }[];
  }, PATIENCE);
}

it('a payment is delivered to `listen`, listed, and delivered again when asked', async () => {
  const desk = await openDesk();
  const { id, secret } = await subscribe(desk);
  const interrupt = new AbortController();
  let steps: Promise<void> | undefined;
  const played = async (address: string) => {
    await desk.mytpe('webhooks', 'update', id, '--url', address, '--event', 'transaction.paid');
    await pay(desk);
    const [delivery] = await deliveries(desk, id, 1);
    const again = await desk.mytpe('webhooks', 'redeliver', id, delivery!.id);
    expect([again.code, again.out]).toEqual([0, `Asked to send ${delivery!.id} again.\n`]);
    await deliveries(desk, id, 2);
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
  expect((await desk.mytpe('webhooks', 'deliveries', id)).out).toMatch(/transaction\.paid\s+delivered\s+200\s+2/);
});

it('a receiver that is not there shows in the list', async () => {
  const desk = await openDesk();
  const { id } = await subscribe(desk);
  await pay(desk);
  const [delivery] = await deliveries(desk, id, 1);
  expect(delivery).toMatchObject({ event: 'transaction.paid', status: 'pending' });
  expect((await desk.mytpe('webhooks', 'deliveries', id)).out).toMatch(/pending\s+.*(?:refused|ECONNREFUSED)/);
});
