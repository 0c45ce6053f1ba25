import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { signWebhook } from '@mytpe-pay/client/webhooks';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import { APIS } from '../src/domain/api-limits.ts';
import { type System, eventually, slugOf, startSystem } from './harness.ts';

const SECRET = 'whsec_of-the-test-and-of-nobody-else';

/** Starts a reverse proxy, whose address is known before the backend listens. Records the statuses of its responses. */
async function proxy(): Promise<{ url: string; target: { url: string }; statuses: number[] }> {
  const target = { url: '' };
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const headers = Object.entries(request.headers).filter(([name]) => /^(?:x-mytpepay|content-type)/.test(name));
      const body = await buffer(request);
      const init = { method: request.method!, headers: headers as [string, string][], body: new Uint8Array(body) };
      const forwarded = await fetch(target.url + request.url!, init);
      statuses.push(forwarded.status);
      response.writeHead(forwarded.status).end(await forwarded.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, target, statuses };
}

/** Starts a backend that registered its webhook through the proxy. */
async function startSubscribed(api: string = 'ext'): Promise<System & { statuses: number[] }> {
  const { url, target, statuses } = await proxy();
  const system = await startSystem({ PUBLIC_URL: url, REGISTER_WEBHOOK: 'true', MYTPE_API: api });
  target.url = system.url;
  await eventually(
    async () => system.logs.some((line) => line.includes('registered for webhooks')),
    'the webhook is registered',
  );
  return { ...system, statuses };
}

const buy = async ({ post }: System, key: string) => (await post({ offer: 'donation', amount: '1500.00' }, key)).body;
const isPaid = async ({ get }: System, id: string) => (await get<{ paid: boolean }>(`/v1/links/${id}`)).body.paid;

function deliver({ url }: System, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  const given = typeof body === 'string' ? body : new Uint8Array(body);
  return fetch(`${url}/webhooks/mytpe`, { method: 'POST', body: given, headers });
}

function signed(body: string | Uint8Array, secret = SECRET): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1000);
  return {
    'content-type': 'application/json',
    'x-mytpepay-signature': signWebhook(body, { secret, timestamp }),
    'x-mytpepay-timestamp': String(timestamp),
  };
}

it.each(APIS)(
  'registers its webhook with %s, and detects a payment through it',
  async (api) => {
    const system = await startSubscribed(api);
    const link = await buy(system, 'key-1');
    await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    await eventually(() => isPaid(system, link.id), 'the payment is detected', 8);
    expect(system.statuses).toContain(200);
    const secrets = ((await system.control('GET', '/state'))['webhooks'] as { secret?: string }[]).map(
      (one) => one.secret,
    );
    for (const secret of secrets) if (secret) expect(system.logs.join()).not.toContain(secret);
  },
  30_000,
);

it.each(['webhook_duplicated', 'webhook_reordered', 'webhook_delayed'])(
  'detects each payment once with the fault %s',
  async (type) => {
    const system = await startSubscribed();
    const links = [await buy(system, 'key-1'), await buy(system, 'key-2')];
    await system.control('POST', '/faults', { match: { event: 'transaction.paid' }, fault: { type } });
    for (const link of links) await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    for (const { id } of links) await eventually(() => isPaid(system, id), 'the payment is detected', 10);
    expect(system.logs.filter((line) => line.includes('"msg":"paid"'))).toHaveLength(2);
    expect(new Set(system.statuses)).toEqual(new Set([200]));
  },
  40_000,
);

it('refuses a webhook with a wrong signature, and still detects the payment by polling', async () => {
  const system = await startSubscribed();
  const link = await buy(system, 'key-1');
  await system.control('POST', '/faults', { fault: { type: 'webhook_forged' } });
  await system.control('POST', `/links/${slugOf(link)}/pay`, {});
  await eventually(async () => system.statuses.includes(403), 'the webhook is refused', 10);
  expect(system.statuses).not.toContain(200);
  await eventually(() => isPaid(system, link.id), 'the payment is detected', 30);
}, 60_000);

it('takes the payment state from the API, not from the payload', async () => {
  const system = await startSystem({ MYTPE_WEBHOOK_SECRET: `whsec_old,${SECRET}` });
  const link = await buy(system, 'key-1');
  const data = { metadata: { our_ref: link.id }, transaction: { status: 'completed', amount: 1500 } };
  const body = JSON.stringify({ event: 'transaction.paid', delivery_id: 'd-1', data });
  const before = await system.calls('GET', '/api/ext/links/*');
  const first = await deliver(system, body, signed(body));
  expect([first.status, await first.json()]).toEqual([200, { received: true }]);
  await eventually(async () => (await system.calls('GET', '/api/ext/links/*')) > before, 'the link is read');
  expect(await isPaid(system, link.id)).toBe(false);
  const again = await deliver(system, body, signed(body));
  expect([again.status, await again.json()]).toEqual([200, { received: true }]);
});

it('reads the next due link when a payment names no link', async () => {
  const system = await startSystem({ MYTPE_WEBHOOK_SECRET: SECRET });
  const link = await buy(system, 'key-1');
  await system.control('POST', `/links/${slugOf(link)}/pay`, {});
  await deliver(system, '{"event":"transaction.paid","data":{}}', signed('{"event":"transaction.paid","data":{}}'));
  await eventually(() => isPaid(system, link.id), 'the payment is detected', 6);
});

it.each(['{"event":"moon.risen","data":{}}', '[]', '', '{', '{"data":{"link_id":"of-somebody-else"}}', '\ud800'])(
  'accepts %j with a valid signature, without an effect',
  async (body) => {
    const system = await startSystem({ MYTPE_WEBHOOK_SECRET: SECRET });
    expect((await deliver(system, Buffer.from(body), signed(Buffer.from(body)))).status).toBe(200);
    expect((await deliver(system, Buffer.from(body), signed(Buffer.from(body)))).status).toBe(200);
    expect(system.logs.filter((line) => /"level":(?:50|60|"error")/.test(line))).toEqual([]);
  },
);

it('refuses every webhook if no secret is set, and logs the reason once', async () => {
  const system = await startSystem();
  for (const secret of [SECRET, 'whsec_x'])
    expect((await deliver(system, '{}', signed('{}', secret))).status).toBe(403);
  expect(system.logs.filter((line) => line.includes('MYTPE_WEBHOOK_SECRET is not set'))).toHaveLength(1);
});

it('refuses every body that is not signed with the secret', async () => {
  const system = await startSystem({ MYTPE_WEBHOOK_SECRET: SECRET });
  const bytes = fc.uint8Array({ maxLength: 300 });
  const text = fc.string({ maxLength: 80 }).map((value) => value.replaceAll(/[^\x21-\x7e]/g, ''));
  const headers = fc.record({ 'x-mytpepay-signature': text, 'x-mytpepay-timestamp': text });
  await fc.assert(
    fc.asyncProperty(bytes, headers, async (body, given) => {
      const response = await deliver(system, body, given);
      expect([response.status, await response.json()]).toEqual([403, { received: false }]);
    }),
    { numRuns: runs(100, 1000) },
  );
  // Flip one bit of a signed body.
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(799), async (body, bit) => {
      const changed = Uint8Array.from(body);
      changed[(bit >> 3) % body.length]! ^= 1 << (bit & 7);
      expect((await deliver(system, changed, signed(body))).status).toBe(403);
    }),
    { numRuns: runs(50, 500) },
  );
  expect((await deliver(system, 'x'.repeat(300_000), signed('x'))).status).toBeGreaterThanOrEqual(400);
}, 30_000);
