import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';

import { Problem } from '@mytpe-pay/contract';
import { describe, expect, it, onTestFinished } from 'vitest';

import { respondToMalformedRequest } from '../../src/http/connections.ts';
import { createLogger } from '../../src/lib/log.ts';
import { startSystem } from '../harness.ts';
import { startApp } from './in-memory-service.ts';

/** Sends these bytes and returns everything received until the server closes the connection. */
async function send(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(bytes, 'latin1');
  // The server may reset the connection; keep what was received before.
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => void chunks.push(chunk));
  socket.on('error', () => {});
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}
const CHUNKED = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n';
const bodyOf = (response: string): unknown => JSON.parse(response.slice(response.indexOf('\r\n\r\n')));
const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: pay.shop.example\r\n${more}\r\n`;

describe('a malformed request', () => {
  it.each([
    ['a header without a colon', get('/v1/offers/tshirt', 'hostile\r\n')],
    ['a NUL in a header', get('/v1/offers/tshirt', 'x: \0\r\n')],
    ['another protocol', 'SSH-2.0-OpenSSH_9.0\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a chunk with an invalid size', `POST /v1/links HTTP/1.1\r\nHost: a\r\n${CHUNKED}\r\nzz\r\n`],
    [
      'two Content-Length headers',
      'POST /v1/links HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    ],
  ])('gets a problem that a page can read: %s', async (_what, bytes) => {
    const { url } = await startSystem();
    const response = await send(url, bytes);
    expect(response).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(response).toMatch(/content-type: application\/problem\+json/i);
    expect(response).toMatch(/access-control-allow-origin: \*/i);
    expect(Problem.strict().parse(bodyOf(response))).toMatchObject({ code: 'validation_failed', status: 400 });
  });

  it('gets 431 if its headers are too large', async () => {
    const { url } = await startSystem();
    const response = await send(url, get('/pay/tshirt', `cookie: ${'a'.repeat(20_000)}\r\n`));
    expect(response).toMatch(/^HTTP\/1\.1 431 /);
    expect(bodyOf(response)).toMatchObject({ type: 'about:blank', status: 431, retryable: false });
  });

  it('gets 408 if it did not arrive in time, which browsers expect on preconnected sockets', async () => {
    const respond = respondToMalformedRequest(createLogger('silent', []));
    const server = createServer((socket) =>
      respond(Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket),
    );
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const received = await text(socket);
    expect(received).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(bodyOf(received)).toMatchObject({ status: 408, retryable: true });
  });
});

describe('a header that must occur once', () => {
  const post = (more: string): string =>
    `POST /v1/links HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n${more}\r\n{}`;
  const json = 'Content-Type: application/json\r\n';
  it.each([
    ['Host', get('/v1/offers/tshirt', 'HOST: evil.example\r\nConnection: close\r\n')],
    ['Host', get('/', 'Host: pay.shop.example\r\nConnection: close\r\n')],
    ['Origin', post(`${json}Origin: https://a.example\r\norigin: https://b.example\r\n`)],
    ['Content-Type', post(`${json}Content-Type: text/plain\r\n`)],
    ['Idempotency-Key', post(`${json}${`Idempotency-Key: ${'k'.repeat(22)}\r\n`.repeat(2)}`)],
    ['Authorization', get('/ready', 'Authorization: a\r\nAuthorization: b\r\nConnection: close\r\n')],
  ])('is refused if it occurs twice: %s', async (name, bytes) => {
    const { app, url, service } = await startApp({ listen: true });
    const response = await send(url, bytes);
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    expect(response).toMatch(/access-control-allow-origin: \*/i);
    expect(bodyOf(response)).toMatchObject({ errors: [{ path: name, message: 'given twice' }] });
    expect(service.orders).toEqual([]);
    await app.close();
  });

  it('may occur twice if its value is a list', async () => {
    const { url } = await startApp({ listen: true });
    const twice = 'Accept: */*\r\n'.repeat(2) + 'X-Forwarded-For: 1.2.3.4\r\n'.repeat(2);
    expect(await send(url, get('/v1/offers/tshirt', `${twice}Connection: close\r\n`))).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a connection with pipelined requests', () => {
  const requests = (times: number, last = ''): string => get('/docs').repeat(times) + last;
  const responded = (received: string): number => received.match(/HTTP\/1\.1 200 OK\r\n/g)?.length ?? 0;

  it('gets its responses in order while there are few', async () => {
    const { url } = await startSystem();
    expect(responded(await send(url, requests(9, get('/docs', 'connection: close\r\n'))))).toBe(10);
  });

  it('is closed if there are many, and the remaining requests are skipped', async () => {
    const system = await startSystem();
    expect(responded(await send(system.url, requests(500)))).toBeLessThan(20);
    const made = system.logs.filter((line) => line.includes('"route":"/docs"'));
    expect(made.length).toBeLessThan(40);
    expect((await system.get('/live')).status).toBe(200);
  });
});
