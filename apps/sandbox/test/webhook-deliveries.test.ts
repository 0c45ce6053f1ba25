import { describe, expect, it } from 'vitest';

import { SEEDED_V2_IDS } from '../src/index.ts';
import { type Received, respondWith, isSignedWith, openReceiver, signatureOf } from './receiver.ts';
import { advance, openWebhookShop } from './webhook-shop.ts';

describe('ext', () => {
  it('announces a last payment with two signed events, in order, with the metadata', async () => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver();
    const { secret } = await shop.subscribe(receiver.url);
    const { id } = await shop.published({ metadata: { order_id: '10428' } });
    await shop.pay(id);

    const paid = await receiver.next();
    expect([paid.method, paid.path]).toEqual(['POST', '/hooks']);
    expect(paid.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'MytpePay-Webhook/1.0',
      'content-length': String(Buffer.byteLength(paid.raw)),
      'x-mytpepay-event': 'transaction.paid',
      'x-mytpepay-delivery-id': paid.body.delivery_id,
      'x-mytpepay-timestamp': expect.stringMatching(/^\d{10}$/),
    });
    expect(Object.keys(paid.body)).toEqual(['delivery_id', 'event', 'timestamp', 'data']);
    expect(paid.body).toMatchObject({
      event: 'transaction.paid',
      timestamp: '2026-06-09T12:00:00.000000Z',
      data: { payment_link: { id }, metadata: { order_id: '10428' }, transaction: { amount: '4500.00' } },
    });
    expect(await isSignedWith(secret, paid)).toBe(true);
    const exhausted = await receiver.next();
    expect(exhausted.body).toMatchObject({ event: 'payment_link.exhausted', data: { payment_link: { id } } });
    expect(exhausted.body.delivery_id).not.toBe(paid.body.delivery_id);
  });

  it('sends each subscription its chosen events, with its own id and secret', async () => {
    const shop = await openWebhookShop();
    const [all, some, off] = [await openReceiver(), await openReceiver(), await openReceiver()];
    const { secret } = await shop.subscribe(all.url);
    const other = await shop.subscribe(some.url, { events: ['payment_link.exhausted'] });
    await shop.subscribe(off.url, { is_active: false });
    await shop.announce('transaction.paid');
    await shop.announce('payment_link.exhausted');
    await shop.announce('form.submitted');

    const events = [await all.next(), await all.next(), await all.next()].map(({ body }) => body.event);
    expect(events).toEqual(['transaction.paid', 'payment_link.exhausted', 'form.submitted']);
    const chosen = await some.next();
    expect(await isSignedWith(other.secret, chosen)).toBe(true);
    expect(await isSignedWith(secret, chosen)).toBe(false);
    expect((await shop.deliveries()).length).toBe(4);
    expect([some.received.length, off.received.length]).toEqual([1, 0]);
  });

  it('delivers to other receivers while one does not respond', async () => {
    const shop = await openWebhookShop();
    const [slow, quick] = [await openReceiver(() => {}), await openReceiver()];
    await shop.subscribe(slow.url);
    await shop.subscribe(quick.url);
    await shop.announce();
    await shop.announce();
    await quick.next();
    await quick.next();
    expect(slow.received.length).toBeLessThan(2);
  });
});

describe('v2', () => {
  it('sends all events to one address per instance, with amounts as numbers with decimals', async () => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver();
    const secret = await shop.listenV2(receiver.url);
    const { id } = await shop.stored();
    await shop.pay(id);
    const told: Received[] = [];
    while (told.at(-1)?.body.event !== 'transaction.completed') told.push(await receiver.next());
    const completed = told.at(-1)!;
    expect(completed.raw).toContain('"status":"completed","amount":5000.00,');
    expect(completed.raw).toContain('"type":"dynamic","amount":5000.00,');
    expect(completed.body.data).toMatchObject({
      transaction: { amount: 5_000 },
      instance: { id: SEEDED_V2_IDS.activeInstance },
    });
    for (const delivery of told) expect(await isSignedWith(secret, delivery)).toBe(true);
    const timestamp = String(completed.headers['x-mytpepay-timestamp']);
    const rewritten = await signatureOf(secret, timestamp, JSON.stringify(completed.body));
    expect(completed.headers['x-mytpepay-signature']).not.toBe(rewritten);
  });

  it('sends nothing for an instance without an address', async () => {
    const shop = await openWebhookShop();
    expect(await shop.announceV2()).toEqual([]);
  });
});

describe('the delivery log and sending again', () => {
  it('lists the newest first, by subscription; a redelivery has the same id and body and a new round of attempts', async () => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver(respondWith(200, 500, 200));
    const { id, secret } = await shop.subscribe(receiver.url);
    const other = await shop.subscribe('http://127.0.0.1:9/', { events: ['form.submitted'] });
    await shop.announce();
    const first = await receiver.next();
    await shop.settled(({ status }) => status === 'delivered');

    const path = `/webhooks/${id}/deliveries/${first.body.delivery_id}/redeliver`;
    const response = await shop.api('POST', path);
    expect([response.status, response.body.data.id]).toEqual([200, first.body.delivery_id]);
    const again = await receiver.next();
    expect(again.raw).toBe(first.raw);
    await shop.settled(({ attempts }) => attempts.length === 2);
    advance(shop, 1_000);
    await shop.settled(({ attempts, status }) => attempts.length === 3 && status === 'delivered');
    expect(await isSignedWith(secret, await receiver.next())).toBe(true);

    await shop.announce('payment_link.exhausted');
    const { data, meta } = (await shop.api('GET', `/webhooks/${id}/deliveries`)).body;
    expect(data.map(({ event }: { event: string }) => event)).toEqual(['payment_link.exhausted', 'transaction.paid']);
    expect([meta.total, data[1].payload]).toEqual([2, first.body]);
    expect((await shop.api('GET', `/webhooks/${other.id}/deliveries`)).body.data).toEqual([]);
    expect((await shop.api('POST', path.replace(id, other.id))).status).toBe(404);
    expect((await shop.api('POST', path.replace(first.body.delivery_id, 'x'))).body.error).toBe(
      'WEBHOOK_DELIVERY_NOT_FOUND',
    );
    await shop.api('PATCH', `/webhooks/${id}`, { is_active: false });
    expect((await shop.api('POST', path)).status).toBe(409);
  });

  it('redelivers webhooks of both APIs by a control', async () => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver();
    await shop.listenV2(receiver.url);
    const [{ id }] = await shop.announceV2('pay_link.created', { pay_link: { amount: 5_000 } });
    const first = await receiver.next();
    expect(first.raw).toContain('"data":{"pay_link":{"amount":5000.00}}');
    expect((await shop.control('POST', `/deliveries/${id}/redeliver`)).body.delivery.id).toBe(id);
    expect((await receiver.next()).raw).toBe(first.raw);
    expect((await shop.control('POST', '/deliveries/x/redeliver')).status).toBe(404);
    const query = async (text: string) => (await shop.control('GET', `/deliveries?${text}`)).body.deliveries.length;
    expect([await query('api=v2'), await query('api=ext'), await query('event=pay_link.created')]).toEqual([1, 0, 1]);
  });

  it('removes an echoed secret from the log', async () => {
    const shop = await openWebhookShop();
    let secret = '';
    const receiver = await openReceiver((response) => void response.end(`your secret is ${secret}`));
    ({ secret } = await shop.subscribe(receiver.url));
    await shop.announce();
    const { attempts } = await shop.settled(({ status }) => status === 'delivered');
    expect(attempts[0].response).toBe('your secret is whsec_***');
  });

  it.each([
    { api: 'ext', event: 'transaction.completed' },
    { api: 'v2', event: 'transaction.completed' },
    { api: 'ext', event: 'transaction.paid', data: 5 },
    { api: 'ext', event: 'transaction.paid', instance_id: 'x' },
    {},
  ])('refuses the event %j', async (event) => {
    const { control } = await openWebhookShop();
    expect((await control('POST', '/events', event)).status).toBe(422);
  });
});
