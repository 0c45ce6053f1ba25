import { expect, it } from 'vitest';

import { type Shop, openShop } from './shop.ts';

/** Pays without the page. Returns the amount, or the reason of a refusal. */
async function pay(shop: Shop, id: string, tender: object = {}): Promise<string> {
  const { status, body } = await shop.control('POST', `/links/${id}/pay`, tender);
  return status === 200 ? `${body.payment.status} ${body.payment.amount}` : `${status} ${body.reason}`;
}

async function totals(shop: Shop, id: string): Promise<unknown[]> {
  const { data } = (await shop.api('GET', `/links/${id}`)).body;
  return [data.status, data.paid_count, data.total_collected];
}

it('one_shot: exhausted after one payment', async () => {
  const shop = await openShop();
  const { id } = await shop.published();
  expect(await pay(shop, id, { card: 'refused' })).toBe('refused 4500.00');
  expect(await totals(shop, id)).toEqual(['active', 0, '0.00']);
  expect(await pay(shop, id)).toBe('paid 4500.00');
  expect(await totals(shop, id)).toEqual(['exhausted', 1, '4500.00']);
  expect(await pay(shop, id)).toBe('409 exhausted');
  expect(await totals(shop, id)).toEqual(['exhausted', 1, '4500.00']);
});

it('limited: up to max_uses payments', async () => {
  const shop = await openShop();
  const { id } = await shop.published({ usage_mode: 'limited', max_uses: 2 });
  expect([await pay(shop, id), await pay(shop, id), await pay(shop, id)]).toEqual([
    'paid 4500.00',
    'paid 4500.00',
    '409 exhausted',
  ]);
  expect(await totals(shop, id)).toEqual(['exhausted', 2, '9000.00']);
});

it('reusable: never exhausted', async () => {
  const shop = await openShop();
  const { id } = await shop.published({ usage_mode: 'reusable', amount: 0.1 });
  for (let time = 0; time < 30; time++) await pay(shop, id);
  expect(await totals(shop, id)).toEqual(['active', 30, '3.00']);
});

it('capped_amount: until the target is reached, which the last payment may exceed', async () => {
  const shop = await openShop();
  const { id } = await shop.published({
    usage_mode: 'capped_amount',
    target_amount: 1000,
    amount_mode: 'open',
    amount: null,
  });
  expect(await pay(shop, id, { amount: '999.99' })).toBe('paid 999.99');
  expect(await totals(shop, id)).toEqual(['active', 1, '999.99']);
  expect(await pay(shop, id, { amount: 500 })).toBe('paid 500.00');
  expect(await totals(shop, id)).toEqual(['exhausted', 2, '1499.99']);
});

it('time_window: from starts_at up to, and not including, ends_at', async () => {
  const shop = await openShop();
  const at = (text: string): void => void (shop.time.now = new Date(text));
  const window = { starts_at: '2026-06-11T23:00:00Z', ends_at: '2026-06-12T23:00:00Z' };
  const { id } = await shop.published({ usage_mode: 'time_window', ...window });
  expect([await shop.status(id), await pay(shop, id)]).toEqual(['active', '409 not_started']);
  at('2026-06-11T23:00:00Z');
  expect(await pay(shop, id)).toBe('paid 4500.00');
  at('2026-06-12T22:59:59.999Z');
  expect(await pay(shop, id)).toBe('paid 4500.00');
  at('2026-06-12T23:00:00Z');
  expect(await pay(shop, id)).toBe('409 expired');
  expect(await totals(shop, id)).toEqual(['expired', 2, '9000.00']);
});

it('whitelist: the named payers in any spelling, any number of times', async () => {
  const shop = await openShop();
  const allowed = ['Karim@Example.com', '+213550123456'];
  const { id } = await shop.published({ usage_mode: 'whitelist', allowed_payers: allowed });
  expect(await pay(shop, id)).toBe('422 payer_required');
  expect(await pay(shop, id, { payer: 'someone@example.com' })).toBe('422 payer_not_allowed');
  for (const payer of ['karim@example.com ', '0550 12 34 56', '00213 550-12-34-56']) {
    expect(await pay(shop, id, { payer })).toBe('paid 4500.00');
  }
  expect(await totals(shop, id)).toEqual(['active', 3, '13500.00']);
});

it('expires a link of any mode at expires_at', async () => {
  const shop = await openShop();
  const { id } = await shop.published({ usage_mode: 'reusable', expires_at: '2026-06-10T00:00:00Z' });
  shop.time.now = new Date('2026-06-10T00:00:00Z');
  expect(await pay(shop, id)).toBe('409 expired');
});

it.each([
  [{}, '422 amount_required'],
  [{ amount: 199.99 }, '422 amount_below_min'],
  [{ amount: 200 }, 'paid 200.00'],
  [{ amount: '50000.00' }, 'paid 50000.00'],
  [{ amount: '50000.01' }, '422 amount_above_max'],
  [{ amount: '10.001' }, '422 invalid'],
  [{ amount: 0 }, '422 invalid'],
])('pays an open amount within its bounds: %j gives %s', async (tender, outcome) => {
  const shop = await openShop();
  const bounds = { min_amount: 200, max_amount: 50_000 };
  const { id } = await shop.published({ amount_mode: 'open', amount: null, usage_mode: 'reusable', ...bounds });
  expect(await pay(shop, id, tender)).toBe(outcome);
});

it('refuses another amount than the fixed one', async () => {
  const shop = await openShop();
  const { id } = await shop.published();
  expect(await pay(shop, id, { amount: '1.00' })).toBe('422 amount_fixed');
});
