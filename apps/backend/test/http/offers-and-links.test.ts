import { LinkView, OfferView } from '@mytpe-pay/contract';
import { describe, expect, it } from 'vitest';

import { type RunningApp, startApp } from './in-memory-service.ts';

const json = { 'content-type': 'application/json' };
const post = ({ app }: RunningApp, payload: string | object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/v1/links', headers: { ...json, ...headers }, payload });

describe('an offer', () => {
  it('has its cache headers', async () => {
    const { app } = await startApp();
    const response = await app.inject('/v1/offers/donation?lang=ar');
    expect(OfferView.parse(response.json())).toMatchObject({ id: 'donation', environment: 'sandbox' });
    expect(response.headers).toMatchObject({
      'cache-control': 'public, max-age=5, stale-while-revalidate=30',
      'content-type': 'application/json; charset=utf-8',
      vary: 'Origin, Accept-Language',
      'x-content-type-options': 'nosniff',
      etag: '"donation-ar"',
    });
  });

  it.each([
    ['"donation-fr"', 304],
    ['W/"donation-fr"', 304],
    ['"old", "donation-fr"', 304],
    ['"donation-ar"', 200],
  ])('with If-None-Match %s returns %i', async (etag, status) => {
    const { app } = await startApp();
    const response = await app.inject({ url: '/v1/offers/donation', headers: { 'if-none-match': etag } });
    expect(response.statusCode).toBe(status);
    if (status === 304) expect([response.body, response.headers['etag']]).toEqual(['', '"donation-fr"']);
  });

  it.each(['nothing', '__proto__', 'constructor', '..%2f..%2fetc', '%00'])('%s does not exist', async (id) => {
    const { app } = await startApp();
    expect((await app.inject(`/v1/offers/${id}`)).json()).toMatchObject({ code: 'offer_not_found', status: 404 });
  });
});

describe('a link', () => {
  it('is created once, then found and read', async () => {
    const running = await startApp();
    const order = { offer: 'donation', amount: '1500.00', reference: 'A-1' };
    const first = await post(running, order, { 'idempotency-key': 'k'.repeat(22), origin: 'https://shop.example' });
    expect(first.statusCode).toBe(201);
    expect(LinkView.parse(first.json())).toMatchObject({ offer: 'donation', amount: '1500.00', scope: 'payer' });
    expect(first.headers).toMatchObject({ location: `/v1/links/${first.json().id}`, 'cache-control': 'no-store' });
    const again = await post(running, order, { 'idempotency-key': 'k'.repeat(22) });
    expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
    const read = await running.app.inject(first.headers.location!);
    expect([read.statusCode, read.json()]).toEqual([200, first.json()]);
    expect(read.headers['cache-control']).toBe('no-store');
    expect(running.service.orders[0]).toMatchObject({
      amount: 150_000,
      version: null,
      reference: 'A-1',
      idempotencyKey: 'k'.repeat(22),
      origin: 'https://shop.example',
      address: '127.0.0.1',
    });
  });

  it.each([
    ['a `price` field', { offer: 'tshirt', price: '1.00' }, 'price'],
    ['a `title` field', { offer: 'tshirt', title: 'Free' }, 'title'],
    ['a `url` field', { offer: 'tshirt', url: 'https://evil.example' }, 'url'],
    ['an amount that is a number', { offer: 'donation', amount: 1500 }, 'amount'],
    ['an amount with an exponent', { offer: 'donation', amount: '1e3' }, 'amount'],
    ['both an offer id and an offer token', { offer: 'tshirt', offer_token: 'x' }, 'offer'],
    ['neither an offer id nor an offer token', {}, 'offer'],
    ['a `__proto__` field', '{"offer":"tshirt","__proto__":{"amount":"1.00"}}', '__proto__'],
    ['a `constructor` field', '{"offer":"tshirt","constructor":{}}', 'constructor'],
    ['a duplicate field', '{"offer":"tshirt","offer":"donation"}', 'offer'],
    ['a duplicate field with an escaped name', String.raw`{"offer":"tshirt","\u006fffer" : "donation"}`, 'offer'],
    ['an array', '[1]', ''],
    ['a deeply nested array', `${'['.repeat(7000)}${']'.repeat(7000)}`, ''],
    ['null', 'null', ''],
    ['a body that is not JSON', '{"offer":"<script>"', ''],
    ['an empty body', '', ''],
    ['a body that is too large', JSON.stringify({ offer: 'x'.repeat(17_000) }), ''],
  ])('is refused for %s', async (_name, body, path) => {
    const running = await startApp();
    const response = await post(running, body, { 'idempotency-key': 'k'.repeat(22) });
    expect(response.json()).toMatchObject({ code: 'validation_failed', status: 400, retryable: false });
    expect(response.json().errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(response.body).not.toContain('<script>');
    expect(running.service.orders).toEqual([]);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    '',
  ])('is refused for a body of type "%s"', async (type) => {
    const { app, service } = await startApp();
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    const response = await app.inject({ method: 'POST', url: '/v1/links', headers, payload: '{"offer":"tshirt"}' });
    expect(response.json()).toMatchObject({ code: 'validation_failed', status: 400 });
    expect(service.orders).toEqual([]);
  });

  it('is refused with the reason for a body that is not UTF-8', async () => {
    const running = await startApp();
    const bytes = Buffer.concat([
      Buffer.from('{"offer":"tshirt","reference":"'),
      Buffer.of(0xc3, 0x28),
      Buffer.from('"}'),
    ]);
    const response = await post(running, bytes, { 'idempotency-key': 'k'.repeat(22) });
    expect(response.json().errors).toEqual([{ path: '', message: 'the body is not valid UTF-8' }]);
    expect(running.service.orders).toEqual([]);
  });

  it.each(['', 'two words of 22 letters', 'é'.repeat(22), 'k'.repeat(21), 'k'.repeat(256)])(
    'is refused for the key "%s"',
    async (key) => {
      const running = await startApp();
      const response = await post(running, { offer: 'tshirt' }, { 'idempotency-key': key });
      expect(response.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'Idempotency-Key' }] });
      expect(running.service.orders).toEqual([]);
    },
  );

  it('returns the problems of the service', async () => {
    const running = await startApp();
    const codes = async (body: object, headers = {}) => (await post(running, body, headers)).json().code as string;
    expect(await codes({ offer: 'tshirt' })).toBe('idempotency_key_required');
    expect(await codes({ offer: 'tshirt', amount: '1.00' })).toBe('amount_not_accepted');
    expect(await codes({ offer: 'donation', amount: '199.99' })).toBe('amount_below_min');
    expect(await codes({ offer: 'tshirt', version: 'older' })).toBe('offer_changed');
    expect(await codes({ offer: 'nothing' })).toBe('offer_not_found');
    expect(running.service.links.size).toBe(0);
  });

  it.each(['lnk_nothing', '__proto__', '%22', '%00', `lnk_${'a'.repeat(23)}%00`, `lnk_${'a'.repeat(44)}`])(
    '%s is an invalid id, so the store is not queried',
    async (id) => {
      const { app, service } = await startApp();
      service.failing = new Error('the store was queried');
      for (const suffix of ['', '/events', '/qr', '/qr.svg', '/qr.png'])
        expect((await app.inject(`/v1/links/${id}${suffix}`)).json()).toMatchObject({
          code: 'link_not_found',
          status: 404,
        });
    },
  );
});

it('every offer token is refused without keys, and the log has the reason', async () => {
  const running = await startApp();
  const resolve = {
    method: 'POST',
    url: '/v1/offers/resolve',
    headers: json,
    payload: { offer_token: 'a.b.c' },
  } as const;
  for (const response of [await running.app.inject(resolve), await post(running, { offer_token: 'a.b.c' })]) {
    expect(response.json()).toMatchObject({ code: 'offer_token_invalid', status: 401 });
    expect(response.body).not.toContain('keys');
  }
  expect(running.log.join('')).toContain('no keys for offer tokens');
});
