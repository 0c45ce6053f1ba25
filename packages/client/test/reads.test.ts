import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../src/index.ts';
import { KEY, SECRET, failureOf, useHarness } from './harness.ts';
import { INSTANCE, LINK, ME, list } from './samples.ts';
import { json } from './scripted-server.ts';

const harness = useHarness();

describe('a request', () => {
  it('contains the credentials, requests JSON and keeps the path of the base URL', async () => {
    harness.server.script(json(200, { data: ME }));
    await harness.client({ baseUrl: `${harness.server.baseUrl}/` }).me();
    const [{ method, url, headers }] = harness.server.received as [(typeof harness.server.received)[0]];
    expect([method, url]).toEqual(['GET', '/api/ext/me']);
    expect(headers).toMatchObject({ 'x-api-key': KEY, 'x-api-secret': SECRET, accept: 'application/json' });
  });

  it('uses replaced credentials in the next call', async () => {
    harness.server.script(json(200, { data: ME }), json(200, { data: ME }));
    let key = 'mtk_old';
    const client = harness.client({ credentials: () => ({ key, secret: SECRET }) });
    await client.me();
    key = 'mtk_new';
    await client.me();
    expect(harness.server.received.map(({ headers }) => headers['x-api-key'])).toEqual(['mtk_old', 'mtk_new']);
  });

  it.each([
    ['a/b', '/api/ext/links/a%2Fb'],
    ['../me', '/api/ext/links/..%2Fme'],
    ['a?b#c d', '/api/ext/links/a%3Fb%23c%20d'],
    ['رابط', '/api/ext/links/%D8%B1%D8%A7%D8%A8%D8%B7'],
    ['%2e%2e', '/api/ext/links/%252e%252e'],
  ])('encodes the id %j as one path segment', async (id, url) => {
    harness.server.script(json(200, { data: LINK }));
    await harness.client().links.get(id);
    expect(harness.server.received[0]!.url).toBe(url);
  });

  it.each(['', '.', '..', 'x'.repeat(256), '\ud800'])('is not sent for the id %j', async (id) => {
    const error = await failureOf(harness.client().links.publish(id));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ outcome: 'rejected', fields: { id: [expect.stringContaining('1 to 255')] } });
    expect(harness.server.received).toEqual([]);
  });
});

describe('a result', () => {
  it('is the owner of the credentials', async () => {
    harness.server.script(json(200, { data: ME }));
    expect(await harness.client().me()).toEqual({ ...ME, created_at: new Date('2026-01-12T09:30:00Z') });
  });

  it('is a documented instance', async () => {
    harness.server.script(json(200, { data: INSTANCE }));
    expect(await harness.client().instances.get('3e4f5a6b-...')).toEqual({
      ...INSTANCE,
      created_at: new Date('2026-06-09T10:20:00Z'),
      updated_at: new Date('2026-06-09T11:00:00Z'),
    });
  });

  it('is a link with amounts in centimes', async () => {
    harness.server.script(json(200, { data: LINK }));
    expect(await harness.client().links.get(LINK.id)).toEqual({ ...LINK, amount: 450_000, total_collected: 0 });
  });
});

describe('a list', () => {
  it('requests 50 items with the caller’s filters', async () => {
    harness.server.script(json(200, list([INSTANCE])));
    const { data, meta } = await harness
      .client()
      .instances.list({ status: 'active', search: 'Alger & co', brand_id: undefined });
    expect(data).toHaveLength(1);
    expect(meta).toEqual({ current_page: 1, per_page: 50, last_page: 1, total: 1 });
    expect(harness.server.received[0]!.url).toBe('/api/ext/instances?per_page=50&status=active&search=Alger+%26+co');
  });

  it('requests 15 items if 50 is rejected, and remembers it', async () => {
    const refused = json(422, { message: 'The given data was invalid.', errors: { per_page: ['too large'] } });
    harness.server.script(refused, json(200, list([LINK])), json(200, list([])));
    const { links } = harness.client();
    await links.list();
    await links.list({ page: 2 });
    const sizes = harness.server.received.map(({ url }) => new URL(url, 'http://x').searchParams.get('per_page'));
    expect(sizes).toEqual(['50', '15', '15']);
  });

  it('does not retry after another error, nor with the caller’s page size', async () => {
    const { links } = harness.client();
    harness.server.script(
      json(422, { errors: { sort_by: ['unknown'] } }),
      json(422, { errors: { per_page: ['too large'] } }),
    );
    expect(await failureOf(links.list({ sort_by: 'x' }))).toMatchObject({
      status: 422,
      fields: { sort_by: ['unknown'] },
    });
    expect(await failureOf(links.list({ per_page: 100 }))).toMatchObject({ status: 422 });
    expect(harness.server.received).toHaveLength(2);
  });

  it.each([{ per_page: 0 }, { page: 1.5 }, { search: 'x'.repeat(256) }])(
    'rejects %j before a request',
    async (query) => {
      expect(await failureOf(harness.client().links.list(query))).toBeInstanceOf(InvalidInputError);
      expect(harness.server.received).toEqual([]);
    },
  );
});

describe('listAll', () => {
  const link = (id: string) => ({ ...LINK, id });
  const ids = async (items: AsyncIterable<{ id: string }>) => {
    const found: string[] = [];
    for await (const { id } of items) found.push(id);
    return found;
  };

  it('reads up to the last page and yields every id once', async () => {
    harness.server.script(json(200, list([link('a'), link('b')], 1, 2)), json(200, list([link('b'), link('c')], 2, 2)));
    expect(await ids(harness.client().links.listAll({ status: 'draft' }))).toEqual(['a', 'b', 'c']);
    expect(harness.server.received.map(({ url }) => url)).toEqual([
      '/api/ext/links?per_page=50&page=1&status=draft',
      '/api/ext/links?per_page=50&page=2&status=draft',
    ]);
  });

  it('ends at an empty page, independent of last_page', async () => {
    harness.server.script(json(200, list([link('a')], 1, 9)), json(200, list([], 2, 9)));
    expect(await ids(harness.client().links.listAll())).toEqual(['a']);
  });

  it('ends if the server ignores page', async () => {
    harness.server.script(json(200, list([link('a')], 1, 2)), json(200, list([link('a')], 1, 2)));
    expect(await ids(harness.client().links.listAll())).toEqual(['a']);
  });

  it('requests only pages that the caller needs', async () => {
    harness.server.script(json(200, list([link('a'), link('b')], 1, 9)));
    for await (const { id } of harness.client().links.listAll()) {
      expect(id).toBe('a');
      break;
    }
    expect(harness.server.received).toHaveLength(1);
  });
});
