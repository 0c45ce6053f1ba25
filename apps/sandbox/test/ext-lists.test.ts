import { expect, it } from 'vitest';

import { SEEDED_IDS } from '../src/index.ts';
import { openShop } from './shop.ts';

it('pages as documented: 15 by default, links and meta, empty past the end', async () => {
  const { api, draft, sandbox } = await openShop();
  for (let order = 1; order <= 32; order++) await draft({ title: `Order ${order}` });
  const { body } = await api('GET', '/links?page=2&status=draft');
  expect(body.data.map(({ title }: { title: string }) => title)).toEqual(
    Array.from({ length: 15 }, (_, at) => `Order ${17 - at}`),
  );
  const base = `${sandbox.apiBaseUrl}/links?status=draft&page=`;
  expect(body.links).toEqual({ first: `${base}1`, last: `${base}3`, prev: `${base}1`, next: `${base}3` });
  expect(body.meta).toEqual({ current_page: 2, from: 16, to: 30, per_page: 15, last_page: 3, total: 32 });

  const last = (await api('GET', '/links?page=3')).body;
  expect([last.data.length, last.links.next, last.meta.from, last.meta.to]).toEqual([2, null, 31, 32]);
  const beyond = (await api('GET', '/links?page=9')).body;
  expect([beyond.data, beyond.links.next, beyond.meta.from, beyond.meta.total]).toEqual([[], null, null, 32]);
});

it('returns one empty page for an empty list', async () => {
  const { api } = await openShop();
  const { body } = await api('GET', '/links');
  expect(body.data).toEqual([]);
  expect(body.meta).toEqual({ current_page: 1, from: null, to: null, per_page: 15, last_page: 1, total: 0 });
});

it('filters, searches and sorts links', async () => {
  const { api, draft, published, time } = await openShop();
  const titles = async (query: string): Promise<string[]> =>
    (await api('GET', `/links?${query}`)).body.data.map(({ title }: { title: string }) => title);
  await draft({ title: 'Pear' });
  time.now = new Date('2026-06-09T12:00:01Z');
  await published({ title: 'Apple', usage_mode: 'reusable', amount: 100 });
  await published({ title: 'Apple pie', amount: 90 });

  expect(await titles('')).toEqual(['Apple pie', 'Apple', 'Pear']);
  expect(await titles('status=active')).toEqual(['Apple pie', 'Apple']);
  expect(await titles('usage_mode=reusable')).toEqual(['Apple']);
  expect(await titles(`payment_instance_id=${SEEDED_IDS.suspendedInstance}`)).toEqual([]);
  expect(await titles('search=APPLE')).toEqual(['Apple pie', 'Apple']);
  expect(await titles('sort_by=title')).toEqual(['Apple', 'Apple pie', 'Pear']);
  expect(await titles('sort_by=title&sort_dir=desc')).toEqual(['Pear', 'Apple pie', 'Apple']);
  expect(await titles('sort_by=created_at&sort_dir=asc')).toEqual(['Pear', 'Apple', 'Apple pie']);
  expect(await titles('sort_by=created_at&sort_dir=desc')).toEqual(['Apple pie', 'Apple', 'Pear']);
  expect(await titles('sort_by=status')).toEqual(['Apple', 'Apple pie', 'Pear']);
  expect(await titles('status=&search=&unknown=1&usage_mode=x&usage_mode=one_shot')).toEqual(['Apple pie', 'Pear']);
});

it('includes metadata and omits the allowed payers in a list item', async () => {
  const { api, draft } = await openShop();
  await draft({ usage_mode: 'whitelist', allowed_payers: ['karim@example.com'], metadata: { our_ref: 'r1' } });
  const [item] = (await api('GET', '/links')).body.data;
  expect(item.metadata).toEqual({ our_ref: 'r1' });
  expect(item).not.toHaveProperty('allowed_payers');
});

it.each([
  'status=done',
  'usage_mode=once',
  'sort_by=slug',
  'sort_dir=up',
  'page=0',
  'page=x',
  'per_page=101',
  'per_page=-1',
])('returns a 422 for %s that names the parameter', async (query) => {
  const { api } = await openShop();
  const { status, body } = await api('GET', `/links?${query}`);
  expect([status, Object.keys(body.errors)]).toEqual([422, [query.split('=')[0]]]);
});

it('filters instances, and omits nested records in a list', async () => {
  const { api } = await openShop();
  const ids = async (query: string): Promise<string[]> =>
    (await api('GET', `/instances?${query}`)).body.data.map(({ id }: { id: string }) => id);
  const { readyInstance, suspendedInstance } = SEEDED_IDS;
  expect(await ids('sort_by=title')).toEqual([readyInstance, suspendedInstance]);
  expect(await ids('status=active')).toEqual([readyInstance]);
  expect(await ids('search=oran')).toEqual([suspendedInstance]);
  expect(await ids('acceptance_status=pending_documents')).toEqual([]);
  const [item] = (await api('GET', '/instances')).body.data;
  expect(await ids(`brand_id=${item.brand_id}`)).toHaveLength(2);
  expect(await ids('bank_account_id=other')).toEqual([]);
  expect(item).not.toHaveProperty('brand');
  expect((await api('GET', '/instances?acceptance_status=accepted')).status).toBe(422);
});
