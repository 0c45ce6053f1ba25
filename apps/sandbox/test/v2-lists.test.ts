import { describe, expect, it } from 'vitest';

import { SEEDED_V2_IDS } from '../src/index.ts';
import { CREDENTIALS } from './shop.ts';
import { openV2Shop } from './v2-shop.ts';

const REUSABLE = { payment_mode: 'reusable', max_payments: undefined };

describe('lists', () => {
  it('lists the newest first, in pages; a page past the end is empty; an invalid page gets a 422', async () => {
    const { stored, v2 } = await openV2Shop();
    for (let count = 0; count < 5; count += 1) await stored();
    const list = async (query: string) => (await v2('GET', `/${SEEDED_V2_IDS.activeInstance}/links${query}`)).body;
    const { data } = await list('?per_page=2&page=2');
    expect(data).toMatchObject({ current_page: 2, per_page: 2, total: 5, last_page: 3 });
    expect(data.data.map(({ slug }: { slug: string }) => slug)).toEqual(['offer-3', 'offer-2']);
    expect((await list('?page=9')).data).toMatchObject({ data: [], total: 5 });
    expect(Object.keys((await list('?page=0&per_page=101')).errors)).toEqual(['page', 'per_page']);
    expect((await v2('GET', `/${SEEDED_V2_IDS.inactiveInstance}/links`)).body.data.total).toBe(0);
  });

  it('filters transactions by status, and exports CSV', async () => {
    const { stored, pay, v2, sandbox } = await openV2Shop();
    const { id } = await stored(REUSABLE);
    await pay(id, { customer: { name: '=HYPERLINK("x"), "Karim"', email: 'k@example.com', phone: '+213550123456' } });
    await pay(id, { card: 'refused' });
    await pay(id, { card: 'insufficient_funds' });
    const total = async (query: string): Promise<number> =>
      (await v2('GET', `/links/${id}/transactions${query}`)).body.data.total;
    expect([await total(''), await total('?status=refused'), await total('?status=completed')]).toEqual([3, 2, 1]);
    expect((await v2('GET', `/links/${id}/transactions?status=paid`)).status).toBe(422);
    expect((await v2('GET', '/transaction/recent?per_page=2')).body.data).toMatchObject({ total: 3, last_page: 2 });

    const url = `${sandbox.v2BaseUrl}/links/${id}/export-transactions?status=completed`;
    const response = await fetch(url, { headers: CREDENTIALS });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, row, end] = (await response.text()).split('\r\n');
    expect(head).toContain('order_number,order_id,amount,status');
    expect(row).toContain(',5000.00,completed,online,"\'=HYPERLINK(""x""), ""Karim""",k@example.com,+213550123456,');
    expect(end).toBe('');
  });
});

describe('webhook settings', () => {
  const path = `/${SEEDED_V2_IDS.activeInstance}/webhook`;
  const WHOLE = /^whsec_[0-9a-f]{48}$/;

  it('shows the secret once, then masks it; a new secret replaces it', async () => {
    const { v2, control } = await openV2Shop();
    expect((await v2('GET', path)).body.data).toEqual({ webhook_url: null, webhook_secret: null, has_secret: false });
    const url = 'https://example.com/hook';
    const { webhook_secret: first } = (await v2('PUT', path, { webhook_url: url })).body.data;
    expect(first).toMatch(WHOLE);
    const masked = { webhook_url: url, webhook_secret: expect.not.stringMatching(WHOLE), has_secret: true };
    expect((await v2('GET', path)).body.data).toEqual(masked);
    expect((await v2('PUT', path, { webhook_url: url })).body.data).toEqual(masked);
    const { data } = (await v2('POST', `${path}/regenerate-secret`)).body;
    expect(Object.keys(data)).toEqual(['webhook_secret']);
    expect(data.webhook_secret).toMatch(WHOLE);
    expect(data.webhook_secret).not.toBe(first);
    expect(JSON.stringify((await control('GET', '/state')).body)).not.toContain(data.webhook_secret);
  });

  it.each([
    undefined,
    '',
    'ftp://example.com',
    'http://example.com/hook',
    'http://127.0.0.1.example.com',
    'an invalid address',
  ])('refuses %j', async (webhook_url) => {
    const { v2 } = await openV2Shop();
    expect((await v2('PUT', path, { webhook_url })).status).toBe(422);
    expect((await v2('GET', path)).body.data.has_secret).toBe(false);
  });

  it.each(['http://127.0.0.1:9000/hook', 'http://localhost:9000/', 'http://[::1]:9000/'])(
    'accepts %j, marked as an exception of the sandbox',
    async (webhook_url) => {
      const { v2, control } = await openV2Shop();
      expect((await v2('PUT', path, { webhook_url })).body.data.webhook_url).toBe(webhook_url);
      expect((await control('GET', '/requests')).body.requests[0].assumed[0]).toContain('also accepts plain http');
    },
  );
});
