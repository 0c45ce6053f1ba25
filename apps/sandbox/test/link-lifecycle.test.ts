import { describe, expect, it } from 'vitest';

import { SEEDED_IDS } from '../src/index.ts';
import { type Shop, openShop } from './shop.ts';

/** The steps that bring a link into each status. */
const REACHED: Record<string, (shop: Shop) => Promise<{ id: string }>> = {
  draft: (shop) => shop.draft(),
  active: (shop) => shop.published(),
  async paused(shop) {
    const link = await shop.published();
    await shop.api('POST', `/links/${link.id}/pause`);
    return link;
  },
  async exhausted(shop) {
    const link = await shop.published();
    await shop.control('POST', `/links/${link.id}/pay`);
    return link;
  },
  async expired(shop) {
    const link = await shop.published({ expires_at: '2026-06-09T12:00:01Z' });
    shop.time.now = new Date('2026-06-09T12:00:01Z');
    return link;
  },
  async archived(shop) {
    const link = await shop.draft();
    await shop.api('POST', `/links/${link.id}/archive`);
    return link;
  },
};

/** The complete table: the next status for each action, `null` where it is refused. */
const TABLE: Record<string, Record<string, string | null>> = {
  draft: { publish: 'active', pause: null, resume: null, archive: 'archived' },
  active: { publish: null, pause: 'paused', resume: null, archive: 'archived' },
  paused: { publish: null, pause: null, resume: 'active', archive: 'archived' },
  exhausted: { publish: null, pause: null, resume: null, archive: null },
  expired: { publish: null, pause: null, resume: null, archive: null },
  archived: { publish: null, pause: null, resume: null, archive: null },
};

const ROWS = Object.entries(TABLE).flatMap(([from, actions]) =>
  Object.entries(actions).map(([action, to]) => [from, action, to] as const),
);

describe('lifecycle', () => {
  it.each(ROWS)('%s, %s: %s', async (from, action, to) => {
    const shop = await openShop();
    const { id } = await REACHED[from]!(shop);
    expect(await shop.status(id)).toBe(from);
    const { status, body } = await shop.api('POST', `/links/${id}/${action}`);
    expect(status).toBe(to === null ? 409 : 200);
    if (to === null) expect(body).toEqual({ error: 'INVALID_STATE', message: expect.stringContaining(`is ${from}`) });
    expect(await shop.status(id)).toBe(to ?? from);
  });
});

it('accepts an empty JSON body for an action, as clients send it', async () => {
  const { api, draft, status } = await openShop();
  const { id } = await draft();
  expect((await api('POST', `/links/${id}/publish`, '')).status).toBe(200);
  expect(await status(id)).toBe('active');
});

it('requires an instance that takes payments to publish and resume', async () => {
  const { api, control, draft, published, status } = await openShop();
  const waiting = await draft();
  const paused = await published();
  await api('POST', `/links/${paused.id}/pause`);
  await control('PATCH', `/instances/${SEEDED_IDS.readyInstance}`, { status: 'suspended' });
  for (const [id, action] of [
    [waiting.id, 'publish'],
    [paused.id, 'resume'],
  ] as const) {
    const response = await api('POST', `/links/${id}/${action}`);
    expect([response.status, Object.keys(response.body.errors)]).toEqual([422, ['payment_instance_id']]);
  }
  expect([await status(waiting.id), await status(paused.id)]).toEqual(['draft', 'paused']);
});

it('keeps a draft after its end, but refuses to publish it', async () => {
  const { api, draft, status, time } = await openShop();
  const { id } = await draft({ expires_at: '2026-06-10T00:00:00Z' });
  time.now = new Date('2026-06-11T00:00:00Z');
  expect(await status(id)).toBe('draft');
  expect((await api('POST', `/links/${id}/publish`)).body.errors).toHaveProperty('expires_at');
});

it('expires a paused link', async () => {
  const { api, published, status, time } = await openShop();
  const { id } = await published({ expires_at: '2026-06-10T00:00:00Z' });
  await api('POST', `/links/${id}/pause`);
  time.now = new Date('2026-06-10T00:00:00Z');
  expect(await status(id)).toBe('expired');
});
