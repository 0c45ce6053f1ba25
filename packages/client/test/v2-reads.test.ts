import { beforeEach, describe, expect, it } from 'vitest';

import { InvalidInputError, NotAppliedError, type V2Client } from '../src/index.ts';
import { KEY, SECRET, failureOf } from './harness.ts';
import { textsOf } from './received-parts.ts';
import { bytes, hangUp, json } from './scripted-server.ts';
import { useV2Harness } from './v2-harness.ts';
import { V2_INSTANCE, V2_LINK, V2_TRANSACTION, paginator, yes } from './v2-samples.ts';

const harness = useV2Harness();
let client: V2Client;
beforeEach(() => {
  client = harness.client();
});

async function idsOf(items: AsyncIterable<{ readonly id: string }>): Promise<string[]> {
  const found: string[] = [];
  for await (const { id } of items) found.push(id);
  return found;
}

describe('a list', () => {
  const lists = [
    ['instances', '', (query: object) => client.instances.list(query), () => client.instances.listAll(), V2_INSTANCE],
    [
      'active instances',
      '/active',
      (query: object) => client.instances.listActive(query),
      () => client.instances.listAllActive(),
      V2_INSTANCE,
    ],
    [
      'links',
      '/i1/links',
      (query: object) => client.links.list('i1', query),
      () => client.links.listAll('i1'),
      V2_LINK,
    ],
    [
      'transactions',
      '/links/l1/transactions',
      (query: object) => client.transactions.list('l1', query),
      () => client.transactions.listAll('l1'),
      V2_TRANSACTION,
    ],
    [
      'recent transactions',
      '/transaction/recent',
      (query: object) => client.transactions.listRecent(query),
      () => client.transactions.listAllRecent(),
      V2_TRANSACTION,
    ],
  ] as const;

  it.each(lists)('of %s returns a page', async (_what, path, list, _all, item) => {
    harness.server.script(json(200, paginator([item], 2, 5)));
    const { data, meta } = await list({ per_page: 5, page: 2 });
    expect(data).toMatchObject([{ id: item.id, status: item.status }]);
    expect(meta).toEqual({ current_page: 2, per_page: 50, total: 5, last_page: 5 });
    expect(harness.requests()).toEqual([`GET ${path}?per_page=5&page=2`]);
    expect(harness.server.received[0]!.headers).toMatchObject({ 'x-api-key': KEY, 'x-api-secret': SECRET });
  });

  it.each(lists)('of %s yields each item once', async (_what, path, _list, all, item) => {
    const page = (ids: string[], number: number) =>
      paginator(
        ids.map((id) => ({ ...item, id })),
        number,
        2,
      );
    harness.server.script(json(200, page(['a', 'b'], 1)), json(200, page(['b', 'c'], 2)));
    expect(await idsOf(all())).toEqual(['a', 'b', 'c']);
    expect(harness.requests()).toEqual([`GET ${path}?per_page=50&page=1`, `GET ${path}?per_page=50&page=2`]);
  });

  it('has smaller pages if 50 is rejected', async () => {
    const refused = json(422, { message: 'The given data was invalid.', errors: { per_page: ['too many'] } });
    harness.server.script(refused, json(200, paginator([])));
    await client.instances.list();
    expect(harness.requests()).toEqual(['GET ?per_page=50', 'GET ?per_page=15']);
  });

  it('of links accepts absent fields, except id and status', async () => {
    const { payment_link: _link, type: _type, slug: _slug, ...item } = V2_LINK;
    harness.server.script(json(200, paginator([item])), json(200, paginator([{ id: 'l1' }])));
    const { data } = await client.links.list('i1');
    expect(data[0]).not.toHaveProperty('payment_link');
    expect(data[0]).not.toHaveProperty('pricing');
    expect(await failureOf(client.links.list('i1'))).toMatchObject({ path: 'data.data.0.status' });
  });

  it('without a paginator is rejected', async () => {
    harness.server.script(json(200, yes([V2_INSTANCE])));
    expect(await failureOf(client.instances.list())).toMatchObject({ name: 'ResponseShapeError', path: 'data' });
  });

  it.each(['', '.', '..', 'x'.repeat(256)])('for the id %j is not requested', async (id) => {
    const calls = [
      client.links.list(id),
      idsOf(client.links.listAll(id)),
      client.transactions.list(id),
      idsOf(client.transactions.listAll(id)),
      client.transactions.exportCsv(id),
      client.webhook.get(id),
      client.links.delete(id),
      client.links.update(id, { title: 'New' }),
      client.links.setActive(id, true),
    ];
    for (const call of calls) expect(await failureOf(call)).toBeInstanceOf(InvalidInputError);
    expect(harness.requests()).toEqual([]);
  });
});

describe('an instance', () => {
  const response = { id: 'instance-001', name: 'New', description: null, status: 'active', logo_url: null };

  it('is updated as multipart with its id', async () => {
    harness.server.script(json(200, yes(response)));
    const changes = { name: 'New', default_inactivity_timeout_minutes: 2_880 };
    expect(await client.instances.update('instance-001', changes)).toEqual(response);
    expect(harness.requests()).toEqual(['POST /update']);
    expect(await textsOf(harness.server.received[0]!)).toEqual({
      id: 'instance-001',
      name: 'New',
      default_inactivity_timeout_minutes: '2880',
    });
  });

  it('causes a NotAppliedError if its name is unchanged', async () => {
    harness.server.script(json(200, yes(response)), json(200, yes({ id: response.id })), json(200, yes(response)));
    expect(await failureOf(client.instances.update('i1', { name: 'Newer' }))).toBeInstanceOf(NotAppliedError);
    expect(await client.instances.update('i1', { name: 'Newer' })).toEqual({ id: response.id });
    expect(await client.instances.update('i1', { name: ' New ' })).toEqual(response);
  });

  it.each<[string, object]>([
    ['i1', {}],
    ['i1', { name: '' }],
    ['i1', { default_inactivity_timeout_minutes: 0 }],
    ['i1', { default_inactivity_timeout_minutes: 525_601 }],
    ['i1', { status: 'active' }],
    ['', { name: 'New' }],
  ])('%j rejects the changes %j', async (id, changes) => {
    expect(await failureOf(client.instances.update(id, changes))).toBeInstanceOf(InvalidInputError);
    expect(harness.requests()).toEqual([]);
  });

  it('has totals', async () => {
    const totals = { transaction_count: 12, total_amount: '60000.00', mytpe_pay_count: 2 };
    harness.server.script(json(200, yes(totals)));
    expect(await client.instances.stats()).toEqual({ ...totals, total_amount: 6_000_000 });
    expect(harness.requests()).toEqual(['GET /stats']);
  });
});

describe('a transaction', () => {
  it('is filtered by status', async () => {
    harness.server.script(json(200, paginator([])));
    await client.transactions.list('l1', { status: 'completed', per_page: 5 });
    expect(harness.requests()).toEqual(['GET /links/l1/transactions?per_page=5&status=completed']);
  });

  it('is checked with the gateway, as JSON', async () => {
    const gateway_response = { orderStatus: 2, nested: [{ deep: null }] };
    harness.server.script(json(200, yes({ transaction: V2_TRANSACTION, gateway_response })));
    expect(await client.transactions.check('2026010112345678')).toMatchObject({
      transaction: { amount: 500_000, status: 'completed' },
      gateway_response,
    });
    const [request] = harness.server.received;
    expect(request).toMatchObject({ method: 'POST', body: '{"order_number":"2026010112345678"}' });
    expect(request!.headers['content-type']).toBe('application/json');
  });

  it('is checked only once if the response is lost', async () => {
    harness.server.script(hangUp);
    expect(await failureOf(client.transactions.check('1'))).toMatchObject({ outcome: 'unknown' });
    expect(harness.requests()).toHaveLength(1);
  });

  it('cannot be checked without an order number', async () => {
    expect(await failureOf(client.transactions.check(''))).toBeInstanceOf(InvalidInputError);
    expect(harness.requests()).toEqual([]);
  });

  it('is exported as the unchanged text from MyTPE', async () => {
    const csv = 'order_number;montant;nom\r\n1;4500,00;"أمينة ""B"""\r\n';
    harness.server.script(bytes(200, csv, { 'content-type': 'text/csv' }), bytes(200, ''));
    expect(await client.transactions.exportCsv('l1', { status: 'completed' })).toBe(csv);
    expect(await client.transactions.exportCsv('l1')).toBe('');
    expect(harness.requests()).toEqual([
      'GET /links/l1/export-transactions?status=completed',
      'GET /links/l1/export-transactions',
    ]);
    expect(harness.server.received[0]!.headers.accept).toContain('text/csv');
  });

  it.each([
    ['a page', bytes(200, '<html><title>Login</title></html>'), 'ResponseShapeError'],
    ['JSON', json(200, yes({ queued: true })), 'ResponseShapeError'],
    ['success: false', json(200, { success: false, message: 'Not yet.' }), 'ApiError'],
    ['a 404', json(404, { success: false, message: 'Pay link not found.' }), 'ApiError'],
  ])('cannot be exported as %s', async (_what, step, name) => {
    harness.server.script(step);
    expect(await failureOf(client.transactions.exportCsv('l1'))).toMatchObject({ name });
  });
});

describe('the webhook of an instance', () => {
  const masked = { webhook_url: 'https://shop.dz/hook', webhook_secret: 'whsec_****', has_secret: true };

  it('is read and set, and gets a new secret', async () => {
    const whole = { ...masked, webhook_secret: 'whsec_0123' };
    const empty = { webhook_url: null, webhook_secret: null, has_secret: false };
    harness.server.script(
      ...[empty, whole, masked, { webhook_secret: 'whsec_4567' }].map((data) => json(200, yes(data))),
    );
    expect(await client.webhook.get('i/1')).toEqual(empty);
    expect(await client.webhook.set('i/1', 'https://shop.dz/hook')).toEqual(whole);
    expect(await client.webhook.get('i/1')).toEqual(masked);
    expect(await client.webhook.regenerateSecret('i/1')).toEqual({ webhook_secret: 'whsec_4567' });
    expect(harness.requests()).toEqual([
      'GET /i%2F1/webhook',
      'PUT /i%2F1/webhook',
      'GET /i%2F1/webhook',
      'POST /i%2F1/webhook/regenerate-secret',
    ]);
    expect(harness.server.received[1]!.body).toBe('{"webhook_url":"https://shop.dz/hook"}');
    expect(harness.server.received[3]!.body).toBe('');
  });

  it.each(['http://shop.dz/hook', 'shop.dz', '', 'ftp://shop.dz', 'http://127.0.0.1:9/x'])(
    'cannot be %j',
    async (url) => {
      const error = await failureOf(client.webhook.set('i1', url));
      expect(error).toMatchObject({ name: 'InvalidInputError', fields: { webhook_url: [/https/] } });
      expect(harness.requests()).toEqual([]);
    },
  );

  it('has at most 2,048 characters', async () => {
    const error = await failureOf(client.webhook.set('i1', `https://x/${'y'.repeat(2_039)}`));
    expect(error).toMatchObject({ name: 'InvalidInputError', fields: { webhook_url: [/2048/] } });
    expect(harness.requests()).toEqual([]);
  });

  it('may be plain http with allowInsecureWebhooks, to this machine only', async () => {
    const local = harness.client({ allowInsecureWebhooks: true });
    const urls = ['http://127.0.0.1:9/x', 'http://localhost/x', 'http://[::1]:9/x'];
    for (const webhook_url of urls) {
      harness.server.script(json(200, yes({ webhook_url })));
      expect(await local.webhook.set('i1', webhook_url)).toEqual({ webhook_url });
    }
    expect(await failureOf(local.webhook.set('i1', 'http://localhost.shop.dz'))).toBeInstanceOf(InvalidInputError);
  });

  it('causes a NotAppliedError if it is unchanged; a trailing slash is ignored', async () => {
    harness.server.script(json(200, yes({ webhook_url: 'https://shop.dz/' })), json(200, yes(masked)));
    expect(await client.webhook.set('i1', 'https://shop.dz')).toEqual({ webhook_url: 'https://shop.dz/' });
    expect(await failureOf(client.webhook.set('i1', 'https://other.dz'))).toBeInstanceOf(NotAppliedError);
  });

  it('does not request a second secret if the response is lost', async () => {
    harness.server.script(hangUp);
    expect(await failureOf(client.webhook.regenerateSecret('i1'))).toMatchObject({ outcome: 'unknown' });
    expect(harness.requests()).toHaveLength(1);
  });
});

describe('an error response of v2', () => {
  it.each([
    [{ success: false, message: 'Unauthorized.' }, 'Unauthorized.'],
    [{ message: 'Unauthenticated.' }, 'Unauthenticated.'],
    [{}, 'no message'],
  ])('%j is reported with its status', async (body, words) => {
    harness.server.script(json(401, body));
    const error = await failureOf(client.links.get('l1'));
    expect(error).toMatchObject({ name: 'ApiError', status: 401 });
    expect(error.message).toContain(words.replace(/\.$/, ''));
  });

  it('with status 2xx never shows the secret', async () => {
    harness.server.script(json(200, { success: false, message: `Bad secret ${SECRET}` }));
    const error = await failureOf(client.links.get('l1'));
    expect(error.message).toBe('GET /links/l1 returned 200: Bad secret [secret]');
    expect(error.outcome).toBeUndefined();
  });

  it.each([
    { success: true, data: V2_LINK },
    { data: V2_LINK },
    { success: 'false', data: { ...V2_LINK, success: false } },
  ])('is not assumed for %j', async (body) => {
    harness.server.script(json(200, body));
    expect(await client.links.get('l1')).toMatchObject({ id: V2_LINK.id });
  });
});
