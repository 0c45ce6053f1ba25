import { createConnection } from 'node:net';

import { describe, expect, it } from 'vitest';

import { SEEDED_IDS } from '../src/index.ts';
import { CREDENTIALS, ORDER, type Shop, openShop, send } from './shop.ts';

async function calls({ control }: Shop, query = ''): Promise<string[]> {
  const { requests } = (await control('GET', `/requests${query}`)).body;
  return requests.map(({ method, path, status }: Record<string, string>) => `${method} ${path} ${status}`);
}

describe('the request log', () => {
  it('counts API calls only, with ids', async () => {
    const shop = await openShop();
    const { id, slug } = await shop.published();
    await shop.api('GET', '/links?status=active');
    await shop.page(slug);
    await shop.control('POST', `/links/${id}/pay`);
    const base = '/api/ext/links';
    expect(await calls(shop)).toEqual([`POST ${base} 201`, `POST ${base}/${id}/publish 200`, `GET ${base} 200`]);
    expect(await calls(shop, `?method=post&path=${base}`)).toEqual([`POST ${base} 201`]);
    expect(await calls(shop, `?path=${base}/*/publish`)).toEqual([`POST ${base}/${id}/publish 200`]);

    const { requests } = (await shop.control('GET', '/requests')).body;
    expect(requests[0]).toMatchObject({ seq: 1, link_id: id, at: '2026-06-09T12:00:00.000Z', fault: null });
    expect(requests[1]).toMatchObject({ seq: 2, link_id: id });
    expect(requests[2]).toMatchObject({ query: 'status=active', link_id: null });
    expect(await calls(shop, '?since=2&method=&path=')).toEqual([`GET ${base} 200`]);

    expect((await shop.control('DELETE', '/requests')).status).toBe(204);
    expect(await calls(shop)).toEqual([]);
    await shop.api('GET', '/me');
    expect((await shop.control('GET', '/requests')).body.requests[0].seq).toBe(4);
  });

  it('stores no credentials, valid or not', async () => {
    const shop = await openShop();
    await shop.published();
    await send(`${shop.sandbox.apiBaseUrl}/me`, 'GET', undefined, {
      ...CREDENTIALS,
      'x-api-secret': 'mts_live_planted',
    });
    const everything = JSON.stringify([await shop.control('GET', '/requests'), await shop.control('GET', '/state')]);
    expect(everything).toContain('x-api-secret is wrong');
    expect(everything).not.toContain('mts_');
  });
});

describe('faults', () => {
  const set = async (shop: Shop, fault: object, match: object = {}, times?: number): Promise<string> => {
    const { status, body } = await shop.control('POST', '/faults', { match, fault, times });
    expect(status).toBe(201);
    return body.id;
  };

  it('status: replaces the effect, up to the given number of times, with Retry-After', async () => {
    const shop = await openShop();
    await set(shop, { type: 'status', status: 429, retry_after: 7 }, { method: 'POST', path_regex: '/links$' }, 2);
    for (let time = 0; time < 2; time++) {
      const { status, headers } = await shop.api('POST', '/links', ORDER);
      expect([status, headers.get('retry-after')]).toEqual([429, '7']);
    }
    expect((await shop.api('GET', '/links')).body.meta.total).toBe(0);
    expect((await shop.api('POST', '/links', ORDER)).status).toBe(201);
    expect((await shop.control('GET', '/requests')).body.requests[0]).toMatchObject({ status: 429, fault: 'status' });
  });

  it('reset_before: no response and no effect', async () => {
    const shop = await openShop();
    await set(shop, { type: 'reset_before' }, {}, 1);
    await expect(shop.api('POST', '/links', ORDER)).rejects.toThrow('fetch failed');
    expect((await shop.api('GET', '/links')).body.meta.total).toBe(0);
    expect(await calls(shop)).toEqual(['POST /api/ext/links null', 'GET /api/ext/links 200']);
  });

  it('reset_after: the effect without a response', async () => {
    const shop = await openShop();
    await set(shop, { type: 'reset_after' }, { method: 'POST' }, 2);
    await expect(shop.api('POST', '/links', ORDER)).rejects.toThrow('fetch failed');
    const [link] = (await shop.api('GET', '/links')).body.data;
    expect(link).toMatchObject({ title: ORDER.title, status: 'draft' });
    await expect(shop.api('POST', `/links/${link.id}/publish`)).rejects.toThrow('fetch failed');
    expect(await shop.status(link.id)).toBe('active');
    expect((await shop.control('GET', '/requests?method=POST')).body.requests).toMatchObject([
      { status: null, fault: 'reset_after', link_id: link.id },
      { status: null, fault: 'reset_after', link_id: link.id },
    ]);
  });

  it('malformed: the effect, and half of the response', async () => {
    const shop = await openShop();
    await set(shop, { type: 'malformed' }, { method: 'POST' }, 1);
    await expect(shop.api('POST', '/links', ORDER)).rejects.toThrow(SyntaxError);
    expect((await shop.api('GET', '/links')).body.meta.total).toBe(1);
  });

  it('latency: a late but complete response, which does not delay the shutdown', async () => {
    const shop = await openShop();
    await set(shop, { type: 'latency', ms: 1 }, {}, 1);
    expect((await shop.api('GET', '/me')).status).toBe(200);
    await set(shop, { type: 'latency', ms: 100_000 });
    const waiting = shop.api('GET', '/me').catch((error: unknown) => error);
    while ((await calls(shop)).length < 2);
    await shop.sandbox.close();
    await waiting;
  });

  it('are listed and removed, apply to pages, and never apply to the controls', async () => {
    const shop = await openShop();
    const { slug } = await shop.published();
    const id = await set(shop, { type: 'status' });
    expect((await shop.control('GET', '/faults')).body.faults).toMatchObject([{ id, hits: 0, fault: { status: 503 } }]);
    expect([(await shop.page(slug)).status, (await shop.api('GET', '/me')).status]).toEqual([503, 503]);
    expect((await shop.control('DELETE', `/faults/${id}`)).status).toBe(204);
    expect((await shop.control('DELETE', `/faults/${id}`)).status).toBe(404);
    expect((await shop.api('GET', '/me')).status).toBe(200);
    await set(shop, { type: 'status' });
    await shop.control('DELETE', '/faults');
    expect((await shop.api('GET', '/me')).status).toBe(200);
  });

  it.each([
    {},
    { fault: { type: 'explode' } },
    { fault: { type: 'status', status: 200 } },
    { fault: { type: 'status' }, match: { path_regex: '(' } },
    { fault: { type: 'latency', ms: 1e9 } },
    { fault: { type: 'status' }, times: 0 },
    { fault: { type: 'status' }, match: { path: '/links' } },
  ])('refuses the fault %j', async (request) => {
    const { control } = await openShop();
    const { status, body } = await control('POST', '/faults', request);
    expect([status, body.reason]).toEqual([422, 'invalid']);
    expect((await control('GET', '/faults')).body.faults).toEqual([]);
  });
});

it('shows the whole state in the format of the API, and clears it on reset', async () => {
  const shop = await openShop();
  const { id, slug } = await shop.published();
  await shop.control('POST', `/links/${slug}/pay`);
  const { body } = await shop.control('GET', '/state');
  expect(body.links).toMatchObject([{ id, status: 'exhausted', total_collected: '4500.00' }]);
  expect(body.payments).toMatchObject([{ link_id: id, amount: '4500.00', status: 'paid' }]);
  expect(body.instances).toHaveLength(2);

  expect((await shop.control('POST', '/reset')).status).toBe(204);
  const fresh = (await shop.control('GET', '/state')).body;
  expect([fresh.links, fresh.payments, fresh.instances.length]).toEqual([[], [], 2]);
  expect((await shop.api('GET', `/links/${id}`)).status).toBe(404);
});

it('changes an instance as MyTPE would, and refuses unknown values', async () => {
  const { api, control } = await openShop();
  const path = `/instances/${SEEDED_IDS.readyInstance}`;
  await control('PATCH', path, { acceptance_status: 'rejected' });
  expect((await api('GET', path)).body.data).toMatchObject({
    status: 'active',
    acceptance_status: 'rejected',
    acceptance_reason: expect.any(String),
  });
  expect((await control('PATCH', path, { status: 'closed' })).status).toBe(422);
  expect((await control('PATCH', '/instances/nope', { status: 'active' })).status).toBe(404);
  expect((await control('POST', '/links/nope/pay')).status).toBe(404);
});

it.each([
  ['a page on another site', 'POST', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
  ['a form on another site', 'POST', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ['another name for this address', 'POST', { host: 'rebound.example:8010' }],
])('refuses calls of the controls by %s', async (_case, method, headers) => {
  const { sandbox } = await openShop();
  expect(await rawStatus(sandbox.url, `${method} /_sandbox/reset`, headers)).toBe(403);
  expect(await rawStatus(sandbox.url, `${method} /_sandbox/reset`, {})).toBe(204);
});

/** Sends raw headers. A browser sets these headers itself, so neither fetch nor undici lets a test set them. */
async function rawStatus(url: string, start: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(url);
  const lines = Object.entries({ host: `${hostname}:${port}`, 'content-length': '0', connection: 'close', ...headers });
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.end(`${start} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  let response = '';
  for await (const chunk of socket) response += String(chunk);
  return Number(response.split(' ')[1]);
}

it('shows on the page at / the connection settings, the records, the calls and the assumptions', async () => {
  const shop = await openShop();
  const { id, slug } = await shop.published({ title: '<b>Order</b>' });
  await shop.control('POST', `/links/${id}/pay`);
  const response = await fetch(`${shop.sandbox.url}/`);
  const text = await response.text();
  expect(response.status).toBe(200);
  for (const shown of [...Object.values(CREDENTIALS), shop.sandbox.apiBaseUrl, SEEDED_IDS.suspendedInstance]) {
    expect(text).toContain(shown);
  }
  expect(text).toContain(`href="/pay/${slug}"`);
  expect(text).toContain('exhausted');
  expect(text).toContain('Assumed: The response to publish');
  expect(text).toContain('&lt;b&gt;Order&lt;/b&gt;');
  expect(text).not.toContain('<b>');
});
