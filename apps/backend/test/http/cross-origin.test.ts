import { describe, expect, it } from 'vitest';

import { Problem } from '../../src/lib/problem.ts';
import { LIVE, startApp } from './in-memory-service.ts';

const READABLE = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After, Location, ETag',
};
const json = { 'content-type': 'application/json' };

describe('a page of another origin', () => {
  it('may read every response, including errors', async () => {
    const { app, service } = await startApp({ env: { MAX_READS_PER_MINUTE: '7' } });
    const { etag } = (await app.inject('/v1/offers/tshirt')).headers;
    const responses = [
      await app.inject('/v1/offers/tshirt'),
      await app.inject({ url: '/v1/offers/tshirt', headers: { 'if-none-match': etag } }),
      await app.inject('/v1/offers/nothing'),
      await app.inject({ method: 'POST', url: '/v1/links', headers: json, payload: '{' }),
      await app.inject({ method: 'POST', url: '/v1/links', headers: { 'content-type': 'text/plain' }, payload: 'x' }),
    ];
    service.failing = new Problem('misconfigured');
    responses.push(await app.inject('/v1/offers/tshirt'), await app.inject('/v1/offers/tshirt'));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 304, 404, 400, 400, 503, 429]);
    for (const { headers } of responses) {
      expect(headers).toMatchObject(READABLE);
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('gets a response to every preflight request, without a limit', async () => {
    const { app } = await startApp({ env: { MAX_READS_PER_MINUTE: '1' } });
    for (const url of ['/v1/links', '/v1/offers/tshirt', '/v1/links/lnk_x/events']) {
      const response = await app.inject({ method: 'OPTIONS', url, headers: { origin: 'https://shop.example' } });
      expect(response.statusCode).toBe(204);
      expect(response.headers).toMatchObject({
        ...READABLE,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'Content-Type, Idempotency-Key',
        'access-control-max-age': '7200',
      });
    }
  });

  const env = { ...LIVE, ALLOWED_ORIGINS: 'https://shop.example,https://*.branch.example' };
  it.each([
    [undefined, 200],
    ['https://shop.example', 200],
    ['https://a.branch.example', 200],
    ['https://a.b.branch.example', 200],
    ['https://pay.shop.example', 200],
    ['https://branch.example', 403],
    ['https://evilbranch.example', 403],
    ['https://evil.example/.branch.example', 403],
    ['http://shop.example', 403],
    ['https://shop.example:8443', 403],
    ['https://shop.example.evil.example', 403],
    ['null', 403],
  ])('from %s gets %i', async (origin, status) => {
    const { app } = await startApp({ env });
    const response = await app.inject({ url: '/v1/offers/tshirt', headers: origin ? { origin } : {} });
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject(READABLE);
    if (status === 403) expect(response.json()).toMatchObject({ code: 'origin_not_allowed', retryable: false });
  });

  it('must be allowed by the offer, on every route of the offer and its links', async () => {
    const { app, service } = await startApp();
    const { view } = await service.createLink({
      offer: service.offer('mine'),
      amount: null,
      version: null,
      reference: null,
      idempotencyKey: null,
      origin: null,
      address: '',
      solution: undefined,
      language: 'fr',
    });
    const requests = (origin: string) => [
      app.inject({ url: '/v1/offers/mine', headers: { origin } }),
      app.inject({ method: 'POST', url: '/v1/links', headers: { origin, ...json }, payload: { offer: 'mine' } }),
      app.inject({ url: `/v1/links/${view.id}`, headers: { origin } }),
    ];
    const statuses = async (origin: string) =>
      (await Promise.all(requests(origin))).map(({ statusCode }) => statusCode);
    expect(await statuses('https://mine.example')).toEqual([200, 200, 200]);
    expect(await statuses('https://other.example')).toEqual([403, 403, 403]);
    const stream = await app.inject({
      url: `/v1/links/${view.id}/events`,
      headers: { origin: 'https://other.example' },
    });
    expect(stream.statusCode).toBe(403);
    expect(service.watching()).toBe(0);
  });

  it('must be a URL origin: other text is never stored, even if every origin is allowed', async () => {
    const { app, service } = await startApp({ env: { ALLOWED_ORIGINS: '*' } });
    const post = (origin: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/links',
        headers: { origin, ...json, 'idempotency-key': 'k'.repeat(22) },
        payload: { offer: 'tshirt' },
      });
    for (const origin of [
      'x'.repeat(8000),
      '=cmd;x',
      'https://shop.example/<b>',
      'https://a.example, https://b.example',
    ]) {
      const refused = await post(origin);
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'origin_not_allowed']);
    }
    expect(service.orders).toEqual([]);
    expect((await post('https://shop.example')).statusCode).toBe(201);
    expect(service.orders.map(({ origin }) => origin)).toEqual(['https://shop.example']);
  });
});
