import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { ApiError, InvalidInputError, type RequestLogEvent, ResponseShapeError } from '../src/index.ts';
import { failureOf, useHarness } from './harness.ts';
import { WEBHOOK, list } from './samples.ts';
import { type Step, bytes, hangUp, json } from './scripted-server.ts';

const harness = useHarness();
const requests = () => harness.server.received.map(({ method, url }) => `${method} ${url.replace('/api/ext', '')}`);
const sent = () => JSON.parse(harness.server.received[0]!.body) as unknown;
const at = new Date('2026-06-09T12:00:00Z');
const READ = { ...WEBHOOK, created_at: at, updated_at: at };
const secret = 'whsec_00112233445566778899aabbccddeeff0011223344556677';
const { url } = WEBHOOK;

describe('webhook subscriptions', () => {
  it('are listed and read, never with a secret', async () => {
    harness.server.script(
      json(200, list([{ ...WEBHOOK, secret: '***' }])),
      json(200, { data: { ...WEBHOOK, secret } }),
    );
    const { webhooks } = harness.client();
    expect((await webhooks.list()).data).toEqual([READ]);
    expect(await webhooks.get('w1')).toEqual(READ);
    expect(requests()).toEqual(['GET /webhooks?per_page=50', 'GET /webhooks/w1']);
  });

  it.each([
    ['in data', { data: { ...WEBHOOK, secret } }],
    ['at the top level', { data: WEBHOOK, secret }],
  ])('are created, with the secret %s', async (_where, response) => {
    const events: RequestLogEvent[] = [];
    harness.server.script(json(201, response));
    const { webhooks } = harness.client({ onRequest: (event) => events.push(event) });
    const input = { url, description: 'Production', events: ['transaction.paid', 'moon.risen'], is_active: true };
    expect(await webhooks.create(input)).toEqual({ ...READ, secret });
    expect(sent()).toEqual(input);
    expect(requests()).toEqual(['POST /webhooks']);
    expect(inspect([events, webhooks], { depth: 20, showHidden: true })).not.toContain('whsec_');
  });

  it('are created even if the response contains no secret', async () => {
    harness.server.script(json(201, { data: WEBHOOK }));
    expect(await harness.client().webhooks.create({ url, events: [] })).toEqual({ ...READ, secret: undefined });
    expect(sent()).toEqual({ url, events: [] });
  });

  it('are not created again if the response is lost, and the outcome is unknown', async () => {
    harness.server.script(hangUp);
    expect(await failureOf(harness.client().webhooks.create({ url }))).toMatchObject({ outcome: 'unknown' });
    expect(requests()).toHaveLength(1);
  });

  it('are updated by PATCH, and read back', async () => {
    harness.server.script(json(200, {}), json(200, { data: { ...WEBHOOK, is_active: false } }));
    const { webhooks } = harness.client();
    expect(await webhooks.update('w1', { is_active: false, description: null })).toMatchObject({ is_active: false });
    expect(sent()).toEqual({ is_active: false, description: null });
    expect(requests()).toEqual(['PATCH /webhooks/w1', 'GET /webhooks/w1']);
  });

  it('are deleted, even if they do not exist', async () => {
    harness.server.script(bytes(204, ''), json(404, {}));
    const { webhooks } = harness.client();
    await webhooks.delete('w1');
    await webhooks.delete('w1');
    expect(requests()).toEqual(['DELETE /webhooks/w1', 'DELETE /webhooks/w1']);
  });
});

describe('a new secret', () => {
  it.each([
    ['in the subscription', { data: { ...WEBHOOK, secret } }],
    ['alone', { data: { secret } }],
    ['without an envelope', { secret }],
  ])('is read %s', async (_where, response) => {
    harness.server.script(json(200, response));
    expect(await harness.client().webhooks.regenerateSecret('w1')).toEqual({ secret });
    expect(requests()).toEqual(['POST /webhooks/w1/regenerate-secret']);
  });

  it.each([{}, { data: { secret: null } }, { data: { secret: 7 } }, { data: { secret: '' } }, { data: [] }])(
    'that is missing in %j has an unknown outcome',
    async (response) => {
      harness.server.script(json(200, response));
      const error = await failureOf(harness.client().webhooks.regenerateSecret('w1'));
      expect(error).toBeInstanceOf(ResponseShapeError);
      expect(error).toMatchObject({ outcome: 'unknown', path: 'data.secret' });
    },
  );

  it('does not appear in an error about the rest of the response', async () => {
    harness.server.script(json(201, { data: { ...WEBHOOK, id: 7, secret } }));
    const error = await failureOf(harness.client().webhooks.create({ url }));
    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('whsec_');
  });
});

describe('the URL of a subscription', () => {
  const accepted = async (value: string, allowInsecureWebhooks?: boolean) => {
    harness.server.script(json(201, { data: WEBHOOK }));
    const made = harness.client({ allowInsecureWebhooks }).webhooks.create({ url: value });
    const refusal = await made.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (refusal === undefined) expect(sent()).toEqual({ url: value });
    else expect(refusal).toBeInstanceOf(InvalidInputError);
    return refusal === undefined;
  };

  it.each(['https://example.com', 'https://example.com:8443/a/../b?c=d', 'HTTPS://مثال.dz/x'])(
    'may be %s, and is sent unchanged',
    async (value) => expect(await accepted(value)).toBe(true),
  );

  it.each(['http://example.com/', 'example.com', '', 'ftp://example.com', `https://example.com/${'x'.repeat(2_048)}`])(
    'cannot be %.40s',
    async (value) => {
      expect(await accepted(value)).toBe(false);
      expect(await accepted(value, true)).toBe(false);
    },
  );

  it.each(['http://127.0.0.1:8020/webhooks/mytpe', 'http://localhost/', 'http://[::1]:1/', 'http://shop.localhost/'])(
    'may be %s only with allowInsecureWebhooks',
    async (value) => {
      expect(await accepted(value)).toBe(false);
      expect(await accepted(value, true)).toBe(true);
    },
  );

  it.each(['http://localhost.example.com/', 'http://127.0.0.1.example.com/', 'http://10.0.0.1/', 'http://[::2]/'])(
    'is not an address of this machine: %s',
    async (value) => expect(await accepted(value, true)).toBe(false),
  );

  it('is rejected with the rule', async () => {
    const error = await failureOf(harness.client().webhooks.create({ url: 'http://localhost/' }));
    expect(error.message).toBe(
      'new webhook: url: must be an https URL (set the option `allowInsecureWebhooks` to allow http to this machine)',
    );
  });
});

describe('the available events', () => {
  const names = ['transaction.paid', 'moon.risen'];

  it.each<[string, unknown]>([
    ['texts', { data: names }],
    ['strings without an envelope', names],
    ['a list with another name', { events: names }],
    ['a list within data', { data: { events: names } }],
    ['objects with a name', { data: names.map((name) => ({ name, description: 'x' })) }],
    ['objects with an event', { data: names.map((event) => ({ id: 'x', event })) }],
    ['descriptions by name', { data: Object.fromEntries(names.map((name) => [name, 'x'])) }],
    ['strings next to items without a name', { data: [names[0], 7, null, { label: 'x' }, names[1]] }],
  ])('are read from %s', async (_shape, response) => {
    harness.server.script(json(200, response));
    expect(await harness.client().webhooks.events()).toEqual(names);
    expect(requests()).toEqual(['GET /webhooks/events']);
  });

  it.each([{ data: {} }, { message: 'x' }, 'x', null])('cannot be read from %j', async (response) => {
    harness.server.script(json(200, response));
    expect(await failureOf(harness.client().webhooks.events())).toBeInstanceOf(ResponseShapeError);
  });
});

describe('deliveries', () => {
  const record = { id: 'd1', event: 'transaction.paid', status: 'delivered', attempts: 2, payload: { amount: 5000.5 } };

  it('are read page by page, with their raw content', async () => {
    harness.server.script(json(200, list([record], 1, 2)), json(200, list([{ ...record, id: 'd2' }], 2, 2)));
    const { webhooks } = harness.client();
    const found = [];
    for await (const delivery of webhooks.deliveriesAll('w1', { per_page: 1 })) found.push(delivery);
    expect(found.map(({ id }) => id)).toEqual(['d1', 'd2']);
    const { id, event, status, attempts } = record;
    expect(found[0]).toEqual({ id, event, status, attempts, raw: record });
    expect(requests()[1]).toBe('GET /webhooks/w1/deliveries?per_page=1&page=2');
  });

  it.each<[string, Step]>([
    ['without pagination', json(200, { data: [record] })],
    ['with unreadable pagination', json(200, { data: [record], meta: { page: 1 } })],
    ['without an envelope', json(200, [record])],
  ])('are read %s', async (_how, response) => {
    harness.server.script(response);
    const { data, meta } = await harness.client().webhooks.deliveries('w1');
    expect(data.map(({ id }) => id)).toEqual(['d1']);
    expect(meta).toEqual({ current_page: 1, per_page: 1, last_page: 1, total: 1 });
  });

  it.each<[object, object]>([
    [
      { delivery_id: 'd9', type: 'x.y', response_code: 503 },
      { id: 'd9', event: 'x.y', status_code: 503 },
    ],
    [
      { id: 9, status: 200 },
      { id: '9', status: '200', status_code: 200 },
    ],
    [
      { id: 'd', attempts: [{}, {}] },
      { id: 'd', attempts: 2 },
    ],
    [
      { id: 'd', sent_at: '2026-06-09T12:00:00Z' },
      { id: 'd', created_at: at },
    ],
    [{ id: 'd', event: 7, attempts: 'many', created_at: 'soon', status: {} }, { id: 'd' }],
  ])('like %j are read as far as possible', async (given, expected) => {
    harness.server.script(json(200, { data: [given] }));
    const { data } = await harness.client().webhooks.deliveries('w1');
    expect(data).toEqual([{ ...expected, raw: given }]);
  });

  it('without an id are rejected', async () => {
    harness.server.script(json(200, { data: [{ event: 'x' }] }));
    const error = await failureOf(harness.client().webhooks.deliveries('w1'));
    expect(error).toMatchObject({ name: 'ResponseShapeError', path: 'data.0.id' });
  });

  it('can be sent again', async () => {
    harness.server.script(json(202, { data: record }), bytes(204, ''), json(404, { message: 'Gone.' }));
    const { webhooks } = harness.client();
    await webhooks.redeliver('w1', 'd/1');
    await webhooks.redeliver('w1', 'd2');
    expect(await failureOf(webhooks.redeliver('w1', 'd3'))).toBeInstanceOf(ApiError);
    expect(requests()).toEqual(
      [1, 2, 3].map((n) => `POST /webhooks/w1/deliveries/d${n === 1 ? '%2F' : ''}${n}/redeliver`),
    );
  });

  it('are not requested for an empty id', async () => {
    const { webhooks } = harness.client();
    expect(await failureOf(webhooks.deliveries('..'))).toBeInstanceOf(InvalidInputError);
    expect(await failureOf(webhooks.redeliver('w1', ''))).toBeInstanceOf(InvalidInputError);
    expect(requests()).toEqual([]);
  });
});
