import { expect, it } from 'vitest';

import { isSignedWith, openReceiver } from './receiver.ts';
import { advance, openWebhookShop } from './webhook-shop.ts';

it('duplicated: the same delivery twice, both signed', async () => {
  const shop = await openWebhookShop();
  const receiver = await openReceiver();
  const { secret } = await shop.subscribe(receiver.url);
  await shop.fault({ type: 'webhook_duplicated' }, { times: 1 });
  await shop.announce();
  const [one, two] = [await receiver.next(), await receiver.next()];
  expect(two.raw).toBe(one.raw);
  expect([await isSignedWith(secret, one), await isSignedWith(secret, two)]).toEqual([true, true]);
  const { attempts } = await shop.settled(({ status }) => status === 'delivered');
  expect(attempts).toHaveLength(2);
});

it('forged: signed with another secret; the retry is genuine once the rule is used up', async () => {
  const shop = await openWebhookShop();
  const receiver = await openReceiver((response, nth) => void response.writeHead(nth === 1 ? 403 : 200).end());
  const { secret } = await shop.subscribe(receiver.url);
  await shop.fault({ type: 'webhook_forged' }, { times: 1 });
  await shop.announce();
  expect(await isSignedWith(secret, await receiver.next())).toBe(false);
  await shop.settled(({ attempts }) => attempts.length === 1);
  advance(shop, 1_000);
  await shop.deliveries();
  expect(await isSignedWith(secret, await receiver.next())).toBe(true);
});

it.each([
  ['ext', { transaction: { amount: '4500.00' } }],
  ['v2', { transaction: { amount: 5_000 } }],
] as const)(
  're-serialised (%s): the same JSON as another text, which the signature does not cover',
  async (api, data) => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver();
    const secret = api === 'ext' ? (await shop.subscribe(receiver.url)).secret : await shop.listenV2(receiver.url);
    await shop.fault({ type: 'webhook_reserialised' }, { times: 1 });
    const announce = api === 'ext' ? shop.announce : shop.announceV2;
    await announce(undefined, data);
    await announce(undefined, data);
    const [changed, sound] = [await receiver.next(), await receiver.next()];
    expect([await isSignedWith(secret, changed), await isSignedWith(secret, sound)]).toEqual([false, true]);
    expect(changed.body.data).toEqual(sound.body.data);
  },
);

it('delayed: sent after its delay, unchanged', async () => {
  const shop = await openWebhookShop();
  const receiver = await openReceiver();
  const { secret } = await shop.subscribe(receiver.url);
  await shop.fault({ type: 'webhook_delayed', ms: 60_000 }, { times: 1 });
  await shop.announce();
  const delivery = await shop.settled(({ next_attempt_at }) => next_attempt_at === '2026-06-09T12:01:00.000000Z');
  expect(delivery).toMatchObject({ status: 'pending', attempts: [] });
  advance(shop, 59_999);
  await shop.announce('payment_link.exhausted');
  expect((await receiver.next()).body.event).toBe('payment_link.exhausted');
  advance(shop, 1);
  await shop.deliveries();
  const late = await receiver.next();
  expect([late.body.event, await isSignedWith(secret, late)]).toEqual(['transaction.paid', true]);
  expect(late.body.timestamp).toBe('2026-06-09T12:00:00.000000Z');
});

it('reordered: sent after the next delivery to the same receiver', async () => {
  const shop = await openWebhookShop();
  const receiver = await openReceiver();
  await shop.subscribe(receiver.url);
  await shop.fault({ type: 'webhook_reordered', ms: 60_000 }, { times: 1 });
  for (const event of ['transaction.paid', 'payment_link.exhausted', 'form.submitted']) await shop.announce(event);
  const events = [await receiver.next(), await receiver.next(), await receiver.next()].map(({ body }) => body.event);
  expect(events).toEqual(['payment_link.exhausted', 'transaction.paid', 'form.submitted']);
});

it('reordered without a next delivery: sent after its maximum delay', async () => {
  const shop = await openWebhookShop();
  const receiver = await openReceiver();
  await shop.subscribe(receiver.url);
  await shop.fault({ type: 'webhook_reordered', ms: 5_000 });
  await shop.announce();
  await shop.settled(({ next_attempt_at }) => next_attempt_at === '2026-06-09T12:00:05.000000Z');
  advance(shop, 5_000);
  await shop.deliveries();
  expect((await receiver.next()).body.event).toBe('transaction.paid');
});

it('dropped: never sent and not retried, until it is redelivered', async () => {
  const shop = await openWebhookShop();
  const receiver = await openReceiver();
  const { id } = await shop.subscribe(receiver.url);
  await shop.fault({ type: 'webhook_dropped' }, { times: 1 });
  const [delivery] = await shop.announce();
  await shop.settled(({ status }) => status === 'dropped');
  advance(shop, 3_600_000);
  const { attempts } = (await shop.deliveries())[0];
  expect(attempts).toMatchObject([{ response_status: null, error: 'Dropped by a fault.' }]);
  await shop.api('POST', `/webhooks/${id}/deliveries/${delivery.id}/redeliver`);
  expect((await receiver.next()).body.delivery_id).toBe(delivery.id);
  expect(receiver.received).toHaveLength(1);
});

it('hits only the events and the API it names, and never a call', async () => {
  const shop = await openWebhookShop();
  const [ext, v2] = [await openReceiver(), await openReceiver()];
  await shop.subscribe(ext.url);
  await shop.listenV2(v2.url);
  await shop.fault({ type: 'webhook_dropped' }, { match: { api: 'ext', event: 'form.submitted' } });
  await shop.fault({ type: 'webhook_dropped' }, { match: { api: 'v2' }, every: 2 });
  await shop.fault({ type: 'status' });
  for (const event of ['form.submitted', 'transaction.paid']) await shop.announce(event);
  for (const event of ['pay_link.created', 'pay_link.updated', 'pay_link.closed']) await shop.announceV2(event);
  expect((await ext.next()).body.event).toBe('transaction.paid');
  expect([(await v2.next()).body.event, (await v2.next()).body.event]).toEqual(['pay_link.created', 'pay_link.closed']);
  expect((await shop.api('GET', '/me')).status).toBe(503);
  const { faults } = (await shop.control('GET', '/faults')).body;
  expect(faults.map(({ hits }: { hits: number }) => hits)).toEqual([1, 1, 1]);
});

it.each([
  [{ type: 'webhook_dropped' }, { method: 'POST' }],
  [{ type: 'webhook_dropped' }, { path_regex: '.' }],
  [{ type: 'status' }, { event: 'transaction.paid' }],
  [{ type: 'webhook_delayed', ms: 1e9 }, {}],
])('refuses %j with match %j', async (fault, match) => {
  const { control } = await openWebhookShop();
  expect((await control('POST', '/faults', { fault, match })).status).toBe(422);
});
