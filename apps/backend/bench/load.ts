import { randomBytes, randomUUID } from 'node:crypto';

import autocannon from 'autocannon';
import { Pool } from 'undici';

import { type Comparison, compareBy } from './figures.ts';
import type { Running } from './processes.ts';

const CONNECTIONS = 50;

const SECONDS = 2;

type Load = Partial<Omit<autocannon.Options, 'url'>>;

/** Measures requests per second over 2 s, with 50 connections. @throws Error unless every response is a 2xx. */
export async function throughput(url: string, load: Load = {}): Promise<number> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, ...load });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} responses were not 2xx, ${result.errors} requests failed`);
  return result.requests.average;
}

/**
 * Compares two servers under the same load.
 * @returns `byTime`: requests per second, which depends on the load of the machine. `byProcessor`: requests per second of
 * the server's own processor time, which depends less on it. Both come from the same requests.
 */
export function compareServers(
  what: string,
  [first, second]: readonly [Running, Running],
  path: string,
  load: Load = {},
): Promise<Record<'byTime' | 'byProcessor', Comparison>> {
  const measure = async (server: Running) => {
    const before = server.cpu();
    const byTime = await throughput(server.url + path, load);
    return { byTime, byProcessor: (byTime * SECONDS * 1000) / (server.cpu() - before) };
  };
  return compareBy(
    what,
    () => measure(first),
    () => measure(second),
  );
}

export const JSON_TYPE = { 'content-type': 'application/json' };

const SHARED_REQUEST = {
  method: 'POST',
  headers: JSON_TYPE,
  body: JSON.stringify({ offer: 'pay-us' }),
} as const;

/** Requests for a shared link without an idempotency key. */
export const WITHOUT_KEY = SHARED_REQUEST satisfies Load;

/** The same requests as the element sends them: each has a new key of 32 hexadecimal digits. */
export const WITH_KEY: Load = {
  ...SHARED_REQUEST,
  requests: [
    {
      setupRequest: (request) => ({
        ...request,
        headers: { ...request.headers, 'idempotency-key': randomBytes(16).toString('hex') },
      }),
    },
  ],
};

/** Returns a client whose every press creates a payer link, from a different address. @throws Error unless created. */
export function presser(url: string): { press(): Promise<string>; end(): Promise<void> } {
  const pool = new Pool(url, { connections: 32 });
  const body = JSON.stringify({ offer: 'tshirt' });
  return {
    async press() {
      const headers = {
        ...JSON_TYPE,
        'idempotency-key': randomUUID(),
        'x-forwarded-for': `10.${[...randomBytes(3)].join('.')}`,
      };
      const response = await pool.request({ method: 'POST', path: '/v1/links', headers, body });
      const text = await response.body.text();
      if (response.statusCode !== 201) throw new Error(`POST /v1/links: ${response.statusCode} ${text}`);
      return (JSON.parse(text) as { id: string }).id;
    },
    end: () => pool.close(),
  };
}

/** Runs `work` sequentially. @returns the mean duration in ms. */
export async function each(times: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < times; n += 1) await work();
  return (performance.now() - began) / times;
}
