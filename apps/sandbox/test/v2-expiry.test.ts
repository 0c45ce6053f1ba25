import { expect, it } from 'vitest';

import { SEEDED_V2_IDS } from '../src/index.ts';
import { type V2Shop, openV2Shop } from './v2-shop.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ONE_SHOT = { payment_mode: 'one_shot', max_payments: undefined };

function wait({ time }: V2Shop, ms: number): void {
  time.now = new Date(time.now.getTime() + ms);
}

async function setDefault({ form }: V2Shop, minutes: number): Promise<void> {
  const parts = { id: SEEDED_V2_IDS.activeInstance, default_inactivity_timeout_minutes: String(minutes) };
  expect((await form('/update', parts)).status).toBe(200);
}

it('uses the link’s own timeout first, then its instance’s, then none', async () => {
  const shop = await openV2Shop();
  const own = await shop.stored({ ...ONE_SHOT, inactivity_timeout_minutes: '60' });
  const other = await shop.stored(ONE_SHOT);
  const reusable = await shop.stored({ payment_mode: 'reusable', max_payments: undefined });
  const resolved = async ({ id }: { id: string }): Promise<unknown[]> => {
    const link = await shop.details(id);
    return [link.effective_inactivity_timeout_minutes, link.inactivity_timeout_source];
  };
  expect([await resolved(own), await resolved(other)]).toEqual([
    [60, 'link'],
    [null, null],
  ]);
  await setDefault(shop, 30);
  expect([await resolved(own), await resolved(other)]).toEqual([
    [60, 'link'],
    [30, 'instance'],
  ]);
  expect(await resolved(reusable)).toEqual([null, null]);

  wait(shop, 30 * MINUTE);
  expect((await shop.details(other.id)).status).toBe('expired');
  expect((await shop.details(own.id)).status).toBe('active');
  wait(shop, 30 * MINUTE);
  expect((await shop.details(own.id)).status).toBe('expired');
  wait(shop, 10_000 * HOUR);
  expect((await shop.details(reusable.id)).status).toBe('active');
});

it('restarts the timeout only at a successful payment', async () => {
  const shop = await openV2Shop();
  const { id } = await shop.stored({ inactivity_timeout_minutes: '60' });
  wait(shop, 40 * MINUTE);
  await shop.pay(id, { card: 'refused' });
  await shop.form(`/links/update/${id}`, { title: 'New' });
  await shop.v2('PATCH', `/links/${id}/toggle-status`);
  await shop.v2('PATCH', `/links/${id}/toggle-status`);
  expect((await shop.details(id)).last_activity_at).toBe(null);
  await shop.pay(id);
  expect((await shop.details(id)).last_activity_at).toBe('2026-06-09T12:40:00.000Z');
  wait(shop, 55 * MINUTE);
  expect((await shop.details(id)).status).toBe('active');
  wait(shop, 5 * MINUTE);
  expect((await shop.details(id)).status).toBe('expired');
});

it('is final: no payment, toggle or update; the page shows the reason', async () => {
  const shop = await openV2Shop();
  const limited = await shop.stored({ inactivity_timeout_minutes: '1' });
  const single = await shop.stored({ ...ONE_SHOT, inactivity_timeout_minutes: '1' });
  wait(shop, HOUR);
  expect((await shop.page(limited.slug)).text).toContain('data-reason="expired"');
  expect(await shop.pay(limited.id)).toMatchObject({ status: 409, body: { reason: 'expired' } });
  expect((await shop.v2('PATCH', `/links/${limited.id}/toggle-status`)).status).toBe(403);
  expect((await shop.form(`/links/update/${limited.id}`, { max_payments: '99' })).status).toBe(403);
  expect((await shop.details(single.id)).payment_status).toBe('expired');
});

it('expires a paused link too; a closed link stays closed', async () => {
  const shop = await openV2Shop();
  const paused = await shop.stored({ inactivity_timeout_minutes: '1' });
  await shop.v2('PATCH', `/links/${paused.id}/toggle-status`);
  const closed = await shop.stored({ ...ONE_SHOT, inactivity_timeout_minutes: '1' });
  await shop.pay(closed.id);
  wait(shop, HOUR);
  expect((await shop.details(paused.id)).status).toBe('expired');
  expect((await shop.details(closed.id)).status).toBe('closed');
});
