import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from 'vitest';

import { type Outcome, runCampaign } from '../campaigns/hostile/campaign.ts';
import { createLogWatch } from '../campaigns/hostile/log-watch.ts';
import { createSecretSearch } from '../campaigns/hostile/secrets.ts';
import { type Service, startService } from '../campaigns/hostile/service.ts';
import { fullDocument } from '../scripts/openapi.ts';

/** The full campaign sends 100,000: see campaigns/hostile/README.md. */
const REQUESTS = 2000;
const found = ({ tally }: Outcome): string[] => tally.findings().map(({ where, what }) => `${where}: ${what}`);

describe('hostile input', { timeout: 300_000 }, () => {
  it('the built backend has no failure, exposes no secret, reflects no injection and leaves no connection open', async () => {
    const log = createLogWatch();
    const options = { requests: REQUESTS, seed: 20_261_121, slow: 3, slowTimeoutMs: 0 };
    const outcome = await runCampaign(await startService(log.onLine), log, options);
    expect(outcome.tally.findings()).toEqual([]);
    expect(outcome.streamsOpen).toBe(0);
    // The search works: it found the planted secrets.
    expect(outcome.tally.planted).toEqual({ response: 1, log: 1 });
    const sent = [...outcome.tally.families.values()].map(({ requests }) => requests);
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(REQUESTS);
  });

  it('the campaign reports every fault of a faulty service', async () => {
    const log = createLogWatch();
    const options = { requests: 300, seed: 1, slow: 1, slowTimeoutMs: 10 };
    const all = found(await runCampaign(await startFaulty(log.onLine), log, options)).join('\n');
    for (const fault of [
      'status 500',
      'secret in a response: MYTPE_API_SECRET',
      'a header was injected',
      'markup was injected',
      'internal details exposed',
      'a page without content-security-policy',
      'error response as text/plain',
      'problem details do not match the contract',
      'rate_limited without Retry-After',
      'offer_not_found with a wrong status',
      'status 418 is not documented',
      'response of /v1/links does not match its schema',
      'no response: closed',
      'log: secret: MYTPE_API_SECRET',
      'log: an idempotency key',
      'log: a line that is not a log record',
      'probe: the response to a plain request changed',
      'slow clients: silent: connection never closed',
      'event streams: still open',
      'memory: the heap grew',
      'memory: the process used too much memory',
      'process: exited with SIGSEGV',
      'search: the planted secret was not found in a response',
    ])
      expect(all).toContain(fault);
  });
});

describe('the search for secrets', () => {
  const secret = 'whsec_a/secret+with "quotes"';
  const search = createSecretSearch({ it: secret });

  it.each<[string, string]>([
    ['plain', secret],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in an address', `/?a=${encodeURIComponent(secret)}`],
    ['as hex', Buffer.from(secret).toString('hex')],
    ['as base64', Buffer.from(secret).toString('base64')],
    ['in a longer text as base64', Buffer.from(`key:${secret}, and more`).toString('base64')],
    ['in a JWT', Buffer.from(`{"a":"${secret}"}`).toString('base64url')],
  ])('finds a secret %s', (_how, text) => {
    expect(search(Buffer.from(`before ${text} after`))).toEqual(['it']);
  });

  it('finds nothing in text without a secret', () => {
    expect(search(Buffer.from('whsec_ another, and Zm9vYmFy'))).toEqual([]);
  });
});

/** Faulty responses, each with a different fault. */
const FAULTS: readonly {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly more?: object;
}[] = [
  { status: 500, type: 'application/json', body: '{}' },
  { status: 200, type: 'application/json', body: '{"it":"mts_the-secret-of-the-faulty-one"}' },
  { status: 200, type: 'text/plain', body: '', more: { 'x-injected': '1' } },
  { status: 200, type: 'text/html', body: '<hostile-tag>' },
  { status: 400, type: 'text/plain', body: 'Error\n    at handle (file:///app/dist/server.js:1:1)' },
  { status: 404, type: 'application/problem+json', body: '{"code":"nowhere"}' },
  { status: 429, type: 'application/problem+json', body: problem('rate_limited', 429, true) },
  { status: 400, type: 'application/problem+json', body: problem('offer_not_found', 400, false) },
  { status: 418, type: 'application/json', body: '{}' },
  { status: 201, type: 'application/json', body: '{}' },
];

function problem(code: string, status: number, retryable: boolean): string {
  return JSON.stringify({ type: 'a', title: 'a', status, detail: 'a', code, retryable, request_id: 'a' });
}

/** Starts a service that returns each faulty response in turn. */
async function startFaulty(onLine: (line: string) => void): Promise<Service> {
  const document = JSON.stringify(await fullDocument());
  let count = 0;
  const server = createServer((request, response) => {
    count++;
    if (request.url === '/openapi.json') return void response.end(document);
    if (request.url === '/metrics' && count > 300) return void response.end('mytpe_pay_event_streams_open 3\n');
    if (count % 20 === 0) return void request.socket.destroy();
    onLine(`served ${String(request.headers['idempotency-key'])} with mts_the-secret-of-the-faulty-one`);
    const { status, type, body, more } = FAULTS[count % FAULTS.length]!;
    response.writeHead(status, { 'content-type': type, ...more }).end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  let memory = 0;
  return {
    port: (server.address() as AddressInfo).port,
    sandboxUrl: '',
    pid: process.pid,
    secrets: { MYTPE_API_SECRET: 'mts_the-secret-of-the-faulty-one', planted: 'canary-that-nobody-shows' },
    exited: () => null,
    memory: async () => ({ rss: 0, peak: 1e9, heapUsed: (memory += 1e9) }),
    cutUpstream: async () => {},
    stop: () => new Promise((resolve) => (server.close(() => resolve('SIGSEGV')), server.closeAllConnections())),
  };
}
