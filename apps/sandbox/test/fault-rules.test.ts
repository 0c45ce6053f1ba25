import { describe, expect, it } from 'vitest';

import { CREDENTIALS, ORDER, send } from './shop.ts';
import { advance, type WebhookShop, openWebhookShop } from './webhook-shop.ts';

/** The statuses of `count` consecutive calls. `0` stands for an incomplete response. */
async function statuses({ api }: WebhookShop, count: number): Promise<number[]> {
  const seen: number[] = [];
  for (let call = 0; call < count; call++) {
    seen.push(
      await api('GET', '/me').then(
        ({ status }) => status,
        () => 0,
      ),
    );
  }
  return seen;
}

describe('matching', () => {
  it.each(['ext', 'v2', 'pay'])('one API: %s', async (api) => {
    const shop = await openWebhookShop();
    const { slug } = await shop.published();
    await shop.fault({ type: 'status', status: 418 }, { match: { api } });
    const hit = {
      ext: (await shop.api('GET', '/me')).status,
      v2: (await shop.v2('GET', '/')).status,
      pay: (await shop.page(slug)).status,
    };
    expect(hit).toEqual({ ext: 200, v2: 200, pay: 200, [api]: 418 });
  });

  it('with a given header or query parameter', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'status' }, { match: { headers: { 'X-Request-Kind': 'odd' } } });
    await shop.fault({ type: 'status', status: 500 }, { match: { query: { status: 'active' } } });
    const odd = await send(`${shop.sandbox.apiBaseUrl}/me`, 'GET', undefined, {
      ...CREDENTIALS,
      'x-request-kind': 'odd',
    });
    const paths = ['/me', '/links', '/links?status=active&page=1', '/links?status=paused'];
    const rest = [];
    for (const path of paths) rest.push((await shop.api('GET', path)).status);
    expect([odd.status, ...rest]).toEqual([503, 200, 200, 500, 200]);
  });

  it('with after, every and times', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'status' }, { after: 2, every: 3, times: 2 });
    expect(await statuses(shop, 12)).toEqual([200, 200, 200, 200, 503, 200, 200, 503, 200, 200, 200, 200]);
    expect((await shop.control('GET', '/faults')).body.faults).toEqual([]);
  });

  it('with a probability: the same seed gives the same run', async () => {
    const run = async (seed: number): Promise<number[]> => {
      const shop = await openWebhookShop();
      await shop.fault({ type: 'status' }, { probability: 0.5, seed });
      return statuses(shop, 40);
    };
    const [first, again, other] = [await run(7), await run(7), await run(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const hits = first.filter((status) => status === 503).length;
    expect(hits).toBeGreaterThan(8);
    expect(hits).toBeLessThan(32);
  });

  it('applies only the oldest rule that matches', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'status', status: 500 }, { every: 2 });
    await shop.fault({ type: 'status', status: 502 });
    expect(await statuses(shop, 4)).toEqual([502, 500, 502, 500]);
  });
});

describe('effects', () => {
  it.each([
    ['ext', 401, { error: 'UNAUTHORIZED', message: 'Invalid API credentials.' }],
    ['ext', 422, { message: 'The given data was invalid.', errors: {} }],
    ['v2', 422, { message: 'The given data was invalid.', errors: {} }],
    ['v2', 403, { success: false, message: 'This action is not allowed.' }],
  ])('status: the documented body of %s for %i', async (api, status, body) => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'status', status });
    const response = api === 'ext' ? await shop.api('GET', '/me') : await shop.v2('GET', '/');
    expect([response.status, response.body]).toEqual([status, body]);
  });

  it('status: with a custom body', async () => {
    const shop = await openWebhookShop();
    const body = { message: 'No.', errors: { amount: ['Too small.'] } };
    await shop.fault({ type: 'status', status: 422, body });
    expect((await shop.api('POST', '/links', ORDER)).body).toEqual(body);
  });

  it('latency: a delay within a range', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'latency', ms: 1, max_ms: 5 }, { times: 3 });
    expect(await statuses(shop, 3)).toEqual([200, 200, 200]);
    const { requests } = (await shop.control('GET', '/requests')).body;
    expect(requests.map(({ fault }: { fault: string }) => fault)).toEqual(['latency', 'latency', 'latency']);
  });

  it('truncated: the effect, the headers and half of the body, without the rest', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'truncated' }, { match: { method: 'POST' }, times: 1 });
    const url = `${shop.sandbox.apiBaseUrl}/links`;
    const headers = { ...CREDENTIALS, 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(ORDER) });
    expect([response.status, Number(response.headers.get('content-length')) > 100]).toEqual([201, true]);
    await expect(response.text()).rejects.toThrow('terminated');
    expect((await shop.api('GET', '/links')).body.meta.total).toBe(1);
  });

  it('slow_drip: a complete body in small pieces, which does not delay the shutdown', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'slow_drip', bytes_per_second: 5_000 }, { times: 1 });
    const response = await fetch(`${shop.sandbox.apiBaseUrl}/instances`, { headers: CREDENTIALS });
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body!) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(JSON.parse(Buffer.concat(pieces).toString()).data).toHaveLength(2);

    await shop.fault({ type: 'slow_drip', bytes_per_second: 1 });
    const endless = await fetch(`${shop.sandbox.apiBaseUrl}/me`, { headers: CREDENTIALS });
    const cut = endless.text().catch((error: unknown) => error);
    await shop.sandbox.close();
    expect(await cut).toBeInstanceOf(Error);
  });

  it('rate_limit: a number of calls per window, then 429 until it ends', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'rate_limit', limit: 2, window_ms: 30_000 }, { match: { method: 'GET' } });
    expect(await statuses(shop, 3)).toEqual([200, 200, 429]);
    advance(shop, 10_001);
    const refused = await shop.api('GET', '/me');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
    expect((await shop.api('POST', '/links', ORDER)).status).toBe(201);
    advance(shop, 20_000);
    expect(await statuses(shop, 3)).toEqual([200, 200, 429]);
  });

  it('sends Retry-After as a date', async () => {
    const shop = await openWebhookShop();
    await shop.fault({ type: 'rate_limit', limit: 0, retry_after_format: 'http_date' }, { match: { api: 'ext' } });
    await shop.fault({ type: 'status', status: 503, retry_after: 60, retry_after_format: 'http_date' });
    for (const { headers } of [await shop.api('GET', '/me'), await shop.v2('GET', '/')]) {
      const text = headers.get('retry-after')!;
      expect(new Date(text).toUTCString()).toBe(text);
      const seconds = (Date.parse(text) - Date.parse(headers.get('date')!)) / 1_000;
      expect([59, 60, 61]).toContain(seconds);
    }
  });
});

it('lists a rule with its own options only', async () => {
  const shop = await openWebhookShop();
  const id = await shop.fault({ type: 'rate_limit', status: 500 }, { match: { api: 'v2', method: 'post' }, every: 2 });
  expect((await shop.control('GET', '/faults')).body.faults).toEqual([
    {
      id,
      match: { api: 'v2', method: 'POST' },
      fault: { type: 'rate_limit', limit: 10, window_ms: 60_000, retry_after_format: 'seconds' },
      after: 0,
      every: 2,
      probability: 1,
      seed: 1,
      hits: 0,
    },
  ]);
});

it.each([
  { fault: { type: 'status', code: 503 } },
  { fault: { type: 'latency', ms: 10, max_ms: 5 } },
  { fault: { type: 'slow_drip', bytes_per_second: 0 } },
  { fault: { type: 'rate_limit', window_ms: 0 } },
  { fault: { type: 'status', retry_after_format: 'date' } },
  { fault: { type: 'status' }, every: 0 },
  { fault: { type: 'status' }, probability: 0 },
  { fault: { type: 'status' }, match: { api: 'v3' } },
  {
    fault: { type: 'status' },
    match: { headers: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`h${n}`, ''])) },
  },
])('refuses the fault %j', async (request) => {
  const { control } = await openWebhookShop();
  expect((await control('POST', '/faults', request)).status).toBe(422);
});
