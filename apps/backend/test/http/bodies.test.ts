import { once } from 'node:events';
import { type Socket, connect } from 'node:net';

import { signWebhook } from '@mytpe-pay/client/webhooks';
import { describe, expect, it, onTestFinished } from 'vitest';

import { type System, eventually, startSystem } from '../harness.ts';

const SECRET = 'whsec_of-the-test-and-of-nothing-else';
const seconds = (): number => Math.floor(Date.now() / 1000);
const FORGED = `sha256=${'0'.repeat(64)}`;
const plausible = (): string => `X-MytpePay-Signature: ${FORGED}\r\nX-MytpePay-Timestamp: ${seconds()}\r\n`;

/** Sends the head of a request and the first byte of its body of 10,000 bytes. */
function begin({ url }: System, path: string, headers: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  socket.write(`POST ${path} HTTP/1.1\r\nHost: pay.shop.example\r\nContent-Length: 10000\r\n${headers}\r\n{`);
  return socket;
}

/** Returns everything received until the connection is closed. */
async function untilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => void (text += String(chunk)));
  await once(socket, 'close');
  return text;
}

/** Sends a complete, signed delivery from this address. */
async function deliver({ url }: System, address: string): Promise<number> {
  const timestamp = seconds();
  const headers = {
    'x-mytpepay-signature': signWebhook('{}', { secret: SECRET, timestamp }),
    'x-mytpepay-timestamp': String(timestamp),
    'x-forwarded-for': address,
  };
  return (await fetch(`${url}/webhooks/mytpe`, { method: 'POST', body: '{}', headers })).status;
}

const env = { MYTPE_WEBHOOK_SECRET: SECRET, TRUST_PROXY: '127.0.0.1' };

describe('a webhook with invalid headers', () => {
  const wrong: readonly (readonly [reason: string, headers: () => string])[] = [
    ['missing_header', () => `X-MytpePay-Timestamp: ${seconds()}\r\n`],
    ['missing_header', () => `X-MytpePay-Signature: ${FORGED}\r\n`],
    ['duplicated_header', () => `${plausible()}X-MytpePay-Timestamp: 1\r\n`],
    ['malformed_signature', () => plausible().replace('sha256', 'sha1')],
    ['too_old', () => plausible().replace(/\d+\r\n$/, `${seconds() - 310}\r\n`)],
    ['in_future', () => plausible().replace(/\d+\r\n$/, `${seconds() + 310}\r\n`)],
  ];

  it('is refused before its body is read, and its connection is closed', async () => {
    const system = await startSystem(env);
    for (const [reason, headers] of wrong) {
      const response = await untilClosed(begin(system, '/webhooks/mytpe', headers()));
      expect([reason, response]).toEqual([reason, expect.stringMatching(/^HTTP\/1\.1 403 Forbidden\r\n/)]);
      expect(response).toMatch(/\{"received":false\}$/);
      const line = system.logs.findLast((text) => text.includes('webhook refused'))!;
      expect(JSON.parse(line)).toMatchObject({ status: 403, reason });
    }
  });

  it('is refused while no secret is set', async () => {
    const response = await untilClosed(begin(await startSystem(), '/webhooks/mytpe', plausible()));
    expect(response).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('refused webhooks', () => {
  it('are limited per network, unlike valid deliveries', async () => {
    const system = await startSystem({ ...env, MAX_READS_PER_MINUTE: '2' });
    for (let time = 0; time < 4; time++) expect(await deliver(system, '197.200.1.1')).toBe(200);
    const refused = async () => {
      const headers = { 'x-forwarded-for': '197.200.2.2' };
      return (await fetch(`${system.url}/webhooks/mytpe`, { method: 'POST', headers })).status;
    };
    expect([await refused(), await refused(), await refused()]).toEqual([403, 403, 429]);
    expect([await deliver(system, '197.200.2.2'), await deliver(system, '197.200.1.1')]).toEqual([429, 200]);
  });
});

describe('incoming request bodies', () => {
  const from = (address: string): string => `X-Forwarded-For: ${address}\r\n${plausible()}`;

  it('of webhooks are limited per network and in total, and no longer count after they end', async () => {
    const system = await startSystem({ ...env, MAX_OPEN_WEBHOOK_BODIES: '4' });
    const open = [1, 2].map(() => begin(system, '/webhooks/mytpe', from('197.200.1.1')));
    await eventually(
      async () => (await deliver(system, '197.200.1.1')) === 429,
      'one network has reached half of the limit',
    );
    expect(await deliver(system, '197.200.2.2')).toBe(200);
    open.push(...[1, 2].map(() => begin(system, '/webhooks/mytpe', from('197.200.2.2'))));
    await eventually(async () => (await deliver(system, '197.200.3.3')) === 429, 'the total limit is reached');
    // Other bodies have a separate limit.
    expect((await system.post({ offer: 'tshirt' }, 'k'.repeat(22), { 'x-forwarded-for': '197.200.1.1' })).status).toBe(
      201,
    );
    for (const socket of open) socket.destroy();
    await eventually(async () => (await deliver(system, '197.200.1.1')) === 200, 'there is a place again');
  });

  it('of other requests are limited, even on unknown routes', async () => {
    const system = await startSystem({ MAX_OPEN_BODIES: '20' });
    const json = 'Content-Type: application/json\r\n';
    for (const path of ['/v1/links', '/nothing']) begin(system, path, json);
    const post = async () => await system.post({ offer: 'tshirt' }, 'k'.repeat(22));
    await eventually(async () => (await post()).status === 429, 'one network holds a tenth of the places');
    expect((await post()).body).toMatchObject({ code: 'rate_limited', retryable: true });
    expect((await post()).headers.get('retry-after')).toBe('5');
    expect((await system.get('/v1/offers/tshirt')).status).toBe(200);
  });

  it('in too many pieces close the connection, because each piece costs memory', async () => {
    const system = await startSystem();
    const head = 'POST /v1/links HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const socket = connect(Number(new URL(system.url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(200)}`);
    expect(await untilClosed(socket)).toBe('');
  });
});

it('the server checks for slow senders every 5 seconds and limits connections', async () => {
  const { backend } = await startSystem({ MAX_CONNECTIONS: '2' });
  expect(backend.app.server).toMatchObject({
    connectionsCheckingInterval: 5000,
    requestTimeout: 20_000,
    maxConnections: 2,
  });
});

it('a connection beyond MAX_CONNECTIONS is dropped and logged', async () => {
  const system = await startSystem({ MAX_CONNECTIONS: '1' });
  const first = connect(Number(new URL(system.url).port), '127.0.0.1');
  onTestFinished(() => void first.destroy());
  await once(first, 'connect');
  const second = connect(Number(new URL(system.url).port), '127.0.0.1');
  second.on('error', () => {});
  await once(second, 'close');
  expect(system.logs.filter((line) => line.includes('MAX_CONNECTIONS are open'))).toHaveLength(1);
});
