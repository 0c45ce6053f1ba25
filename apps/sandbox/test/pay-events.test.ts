import { afterEach, expect, it, vi } from 'vitest';

import { SEEDED_IDS, SEEDED_V2_IDS, TEST_CARDS } from '../src/index.ts';
import { type Received, type Receiver, openReceiver } from './receiver.ts';
import { openV2Shop } from './v2-shop.ts';

/** The data of the next deliveries by event, because their order is not defined. */
async function hear(receiver: Receiver, count: number): Promise<Map<string, Received['body']>> {
  const heard: Received[] = [];
  while (heard.length < count) heard.push(await receiver.next());
  return new Map(heard.map(({ body }) => [body.event, body.data]));
}

afterEach(() => void vi.useRealTimers());

it('ext: a payment with a form announces the submission, the payment and the end of its link, each with the link’s metadata', async () => {
  const shop = await openV2Shop();
  const receiver = await openReceiver();
  await shop.api('POST', '/webhooks', { url: receiver.url });
  const metadata = { order_id: '10428' };
  const { id, slug } = await shop.published({ metadata, form_id: SEEDED_IDS.publishedForm });
  const answers = { full_name: 'Karim', phone: '0550123456', wilaya: '16' };
  const fields = Object.entries(answers).map(([name, value]) => [`answers[${name}]`, value]);
  await shop.page(slug, { card: TEST_CARDS.approved, ...Object.fromEntries(fields) });

  const told = await hear(receiver, 3);
  const [payment] = (await shop.control('GET', '/state')).body.payments;
  expect(told.get('transaction.paid')).toMatchObject({
    transaction: { id: payment.id, payment_link_id: id, status: 'paid', amount: '4500.00', currency: 'DZD' },
    payment_link: { id, slug, status: 'exhausted', paid_count: 1, metadata },
    payment_instance: { id: SEEDED_IDS.readyInstance },
    metadata,
  });
  expect(told.get('payment_link.exhausted')).toMatchObject({ payment_link: { id, status: 'exhausted' }, metadata });
  expect(told.get('form.submitted')).toMatchObject({
    form_submission: { form_id: SEEDED_IDS.publishedForm, transaction_id: payment.id, answers },
    payment_link: { id },
    metadata,
  });
});

it('ext: a refused card and a silent bank announce nothing', async () => {
  const shop = await openV2Shop();
  const receiver = await openReceiver();
  await shop.api('POST', '/webhooks', { url: receiver.url });
  const { id } = await shop.published({ usage_mode: 'reusable' });
  await shop.pay(id, { card: 'refused' });
  await shop.pay(id, { card: 'timeout' });
  shop.time.now = new Date(shop.time.now.getTime() + 10 * 60_000);
  await shop.pay(id);
  expect([...(await hear(receiver, 1)).keys()]).toEqual(['transaction.paid']);
  expect(receiver.received).toHaveLength(1);
});

it('v2: announces due events without any call', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const shop = await openV2Shop();
  const receiver = await openReceiver();
  await shop.v2('PUT', `/${SEEDED_V2_IDS.activeInstance}/webhook`, { webhook_url: receiver.url });
  const { id } = await shop.stored({ inactivity_timeout_minutes: '30' });
  const silent = await shop.stored({ payment_mode: 'reusable', max_payments: undefined });
  await shop.pay(silent.id, { card: 'timeout' });
  await hear(receiver, 4);
  shop.time.now = new Date(shop.time.now.getTime() + 30 * 60_000);
  vi.advanceTimersByTime(1_000);
  const told = await hear(receiver, 2);
  expect(told.get('pay_link.expired')).toMatchObject({ pay_link: { id, status: 'expired' } });
  expect(told.get('transaction.failed')).toMatchObject({
    transaction: { status: 'failed' },
    pay_link: { id: silent.id },
  });
});
