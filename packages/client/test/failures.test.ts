import { createServer as createTcpServer, type AddressInfo } from 'node:net';

import { describe, expect, it } from 'vitest';

import { ApiError, ConnectionError, type LinkInput, ResponseShapeError, TimeoutError } from '../src/index.ts';
import { failureOf, useHarness } from './harness.ts';
import { LINK, ME, UNAUTHORIZED } from './samples.ts';
import { breakOff, bytes, hangUp, json, silence } from './scripted-server.ts';

const harness = useHarness();

const ORDER: LinkInput = {
  payment_instance_id: 'i1',
  title: 'Order',
  amount_mode: 'fixed',
  amount: 100,
  usage_mode: 'one_shot',
};

/** Returns a port without a listener. */
async function deadPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('an error response', () => {
  it('401: the message names the setting to check, and the client sends one request', async () => {
    harness.server.script(json(401, UNAUTHORIZED, { 'x-request-id': 'req-7' }));
    const error = await failureOf(harness.client().me());
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 401, code: 'UNAUTHORIZED', requestId: 'req-7', outcome: undefined });
    expect(error.message).toContain('GET /me returned 401 UNAUTHORIZED: Invalid API credentials. Check the API key');
    expect(error.message).toContain('MYTPE_API_KEY and MYTPE_API_SECRET');
    expect(harness.server.received).toHaveLength(1);
  });

  it('an HTML page instead of JSON: the message reports it and names the base URL', async () => {
    const page = '<!doctype html><html><head><title>404 Not Found</title></head><body>secret things</body></html>';
    harness.server.script(bytes(404, page, { 'content-type': 'text/html' }));
    const error = await failureOf(harness.client().links.get('x'));
    expect(error).toMatchObject({ name: 'ApiError', status: 404, code: undefined, fields: {} });
    expect(error.message).toContain('an HTML page titled "404 Not Found"');
    expect(error.message).toContain('MYTPE_BASE_URL');
    expect(error.message).not.toContain('secret things');
  });

  it('the client does not follow a redirect, because it would expose the credentials', async () => {
    harness.server.script(bytes(302, '', { location: 'http://127.0.0.1:1/elsewhere' }));
    const error = await failureOf(harness.client().links.create(ORDER));
    expect(error).toMatchObject({ name: 'ApiError', status: 302, outcome: 'unknown' });
    expect(error.message).toContain('MYTPE_BASE_URL');
  });

  it.each([
    [400, 'rejected'],
    [403, 'rejected'],
    [404, 'rejected'],
    [422, 'rejected'],
    [500, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
  ])('%d on a write: the outcome is %s, and the client does not retry', async (status, outcome) => {
    harness.server.script(json(status, { message: 'No.' }));
    expect(await failureOf(harness.client().links.create(ORDER))).toMatchObject({ status, outcome });
    expect(harness.server.received).toHaveLength(1);
  });

  it.each(['null', '[]', '"no"', '{"message":7,"errors":[1]}', '{"errors":{"a":{"b":1}}}', '{', ''])(
    'with the unexpected body %s: the error has the status',
    async (body) => {
      harness.server.script(bytes(422, body));
      expect(await failureOf(harness.client().links.create(ORDER))).toMatchObject({ status: 422, outcome: 'rejected' });
    },
  );

  it('whose body breaks off: the error has the status', async () => {
    harness.server.script(breakOff(403));
    expect(await failureOf(harness.client().links.create(ORDER))).toMatchObject({ status: 403, outcome: 'rejected' });
  });

  it('with a long message: the message is truncated', async () => {
    const many = Array.from({ length: 200 }, (_, n) => [`f${n}`, Array(20).fill('x'.repeat(600))]);
    harness.server.script(json(422, { message: 'm'.repeat(9_000), errors: Object.fromEntries(many) }));
    const error = (await failureOf(harness.client().links.create(ORDER))) as ApiError;
    expect(error.status).toBe(422);
    expect(Object.keys(error.fields).length).toBeLessThanOrEqual(50);
    expect(error.fields['f0']!.length).toBeLessThanOrEqual(10);
    expect(error.fields['f0']![0]!.length).toBeLessThanOrEqual(501);
  });
});

describe('a 2xx response with an unexpected body', () => {
  it.each([
    ['data.amount', { data: { ...LINK, amount: '45.001' } }],
    ['data.title', { data: { ...LINK, title: 7 } }],
    ['data.paid_count', { data: { ...LINK, paid_count: null } }],
    ['data.created_at', { data: { ...LINK, created_at: 'yesterday' } }],
    ['data.metadata', { data: { ...LINK, metadata: 'x' } }],
    ['data', { message: 'Fine.' }],
  ])('reports the path %s', async (path, body) => {
    harness.server.script(json(200, body));
    const error = await failureOf(harness.client().links.get('x'));
    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(error).toMatchObject({ path, outcome: undefined, cause: expect.any(Error) });
    expect(error.message).toContain(`at ${path}: `);
  });

  it.each([
    ['an HTML page', bytes(200, '<html><title>Welcome</title></html>'), 'an HTML page titled "Welcome"'],
    ['nothing', bytes(200, ''), 'an empty body'],
    ['text', bytes(200, 'pong', { 'content-type': 'text/plain' }), 'a body of type text/plain'],
    ['more than 5 MiB', json(200, { data: 'x'.repeat(5 * 1024 * 1024) }), 'exceeds 5 MiB'],
    ['absurd nesting', bytes(200, '['.repeat(200_000) + ']'.repeat(200_000)), 'a body of type'],
  ])('is reported as: %s', async (_what, step, text) => {
    harness.server.script(step);
    const error = await failureOf(harness.client().me());
    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(error.message).toContain(text);
    expect(error.message).toContain('MYTPE_BASE_URL');
  });

  it('may begin with a byte order mark', async () => {
    harness.server.script(bytes(200, `\ufeff${JSON.stringify({ data: ME })}`));
    expect(await harness.client().me()).toMatchObject({ email: ME.email });
  });
});

describe('no response', () => {
  it('a host that does not resolve: the message names the base URL', async () => {
    const client = harness.client({ baseUrl: 'http://api.mytpe.invalid/api/ext', tries: 1 });
    const error = await failureOf(client.links.create(ORDER));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toContain('api.mytpe.invalid does not resolve. Check the base URL');
    expect(error).toMatchObject({ outcome: 'rejected', cause: { code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) } });
  });

  it('a port without a listener: the write was not sent', async () => {
    const client = harness.client({ baseUrl: `http://127.0.0.1:${await deadPort()}` });
    const error = await failureOf(client.links.create(ORDER));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'rejected', cause: { code: 'ECONNREFUSED' } });
    expect(harness.timing.pauses).toEqual([1_000, 2_000]);
  });

  it.each([
    ['before', hangUp],
    ['inside', breakOff(201)],
  ])('a connection that breaks %s the response: the outcome of the write is unknown', async (_when, step) => {
    harness.server.script(step);
    const error = await failureOf(harness.client().links.create(ORDER));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown', cause: expect.any(Error) });
    expect(harness.server.received).toHaveLength(1);
  });

  it('a server without a response: the outcome is unknown', async () => {
    harness.server.script(silence);
    const call = failureOf(harness.client().links.create(ORDER));
    await harness.server.seen(1);
    harness.timing.expire(10_000);
    const error = await call;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ outcome: 'unknown', limitMs: 10_000 });
    expect(harness.server.received).toHaveLength(1);
  });
});
