import { describe, expect, it } from 'vitest';

import { SEEDED_IDS } from '../src/index.ts';
import { type Shop, openShop } from './shop.ts';

/** How a link gets into each state. */
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

/** The whole table: where each action leads, `null` where it is refused. */
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

it('an action takes an empty JSON body, as clients send it', async () => {
  const { api, draft, status } = await openShop();
  const { id } = await draft();
  expect((await api('POST', `/links/${id}/publish`, '')).status).toBe(200);
  expect(await status(id)).toBe('active');
});

it('publish and resume need an instance that takes payments', async () => {
  const { api, control, draft, published, status } = await openShop();
  const waiting = await draft();
  const paused = await published();
  await api('POST', `/links/${paused.id}/pause`);
  await control('PATCH', `/instances/${SEEDED_IDS.readyInstance}`, { status: 'suspended' });
  for (const [id, action] of [
    [waiting.id, 'publish'],
    [paused.id, 'resume'],
  ] as const) {
    const answer = await api('POST', `/links/${id}/${action}`);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, ['payment_instance_id']]);
  }
  expect([await status(waiting.id), await status(paused.id)]).toEqual(['draft', 'paused']);
});

it('a draft outlives its end but cannot be published after it', async () => {
  const { api, draft, status, time } = await openShop();
  const { id } = await draft({ expires_at: '2026-06-10T00:00:00Z' });
  time.now = new Date('2026-06-11T00:00:00Z');
  expect(await status(id)).toBe('draft');
  expect((await api('POST', `/links/${id}/publish`)).body.errors).toHaveProperty('expires_at');
});

it('a paused link expires too', async () => {
  const { api, published, status, time } = await openShop();
  const { id } = await published({ expires_at: '2026-06-10T00:00:00Z' });
  await api('POST', `/links/${id}/pause`);
  time.now = new Date('2026-06-10T00:00:00Z');
  expect(await status(id)).toBe('expired');
});
