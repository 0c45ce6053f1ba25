import { randomBytes, randomUUID } from 'node:crypto';

import autocannon from 'autocannon';
import { Pool } from 'undici';

import type { Running } from './processes.ts';

const CONNECTIONS = 50;

const SECONDS = 2;

/** Requests a second over 2 s, from 50 connections. @throws Error when one is not answered well. */
export async function throughput(
  options: Pick<autocannon.Options, 'url'> & Partial<autocannon.Options>,
): Promise<number> {
  const result = await autocannon({ connections: CONNECTIONS, duration: SECONDS, ...options });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${options.url}: ${result.non2xx} answers were no 2xx, ${result.errors} failed`);
  return result.requests.average;
}

/** Requests that one second of the server's processor time answers: a busy machine changes that less than its pace. */
export async function perProcessorSecond(
  server: Running,
  path: string,
  options: Partial<autocannon.Options> = {},
): Promise<number> {
  const before = server.cpu();
  const perSecond = await throughput({ url: server.url + path, ...options });
  return (perSecond * SECONDS * 1000) / (server.cpu() - before);
}

export const SHARED_ORDER = JSON.stringify({ offer: 'pay-us' });
export const JSON_TYPE = { 'content-type': 'application/json' };

/** A press on a button of its own: a new payer link each time, each from another address. @throws Error unless created. */
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
      const answer = await pool.request({ method: 'POST', path: '/v1/links', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 201) throw new Error(`POST /v1/links: ${answer.statusCode} ${text}`);
      return (JSON.parse(text) as { id: string }).id;
    },
    end: () => pool.close(),
  };
}

/** Milliseconds that one run of `work` takes, one after the other. */
export async function each(times: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let n = 0; n < times; n += 1) await work();
  return (performance.now() - began) / times;
}
