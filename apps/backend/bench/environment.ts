import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SANDBOX_KEY, SANDBOX_SECRET } from '@mytpe-pay/sandbox';

import { NODE_OPTIONS, type Running, run } from './processes.ts';

const OFFERS = `
offers:
  tshirt: { title: { fr: T-shirt, ar: قميص, en: T-shirt }, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  pay-us: { title: { fr: Payez-nous, ar: ادفع لنا, en: Pay us }, amount_mode: fixed, amount: 1000, usage_mode: reusable }
`;

/** The environment of a benchmark: a sandbox and built backends with every limit raised, in a temporary folder. */
export interface BenchEnvironment {
  readonly sandbox: Running;
  readonly folder: string;
  /** Starts a backend. `STORE_URL` is a new SQLite file by default. */
  backend(more?: Record<string, string>): Promise<Running>;
  /** Starts a bare Fastify server that sends the same response, with the same Node options. */
  bare(response: Response): Promise<Running>;
  /** Sets the minimum latency of every MyTPE response, in ms. */
  delayMytpe(ms: number): Promise<void>;
}

/** Runs `work`, then stops every started process and removes the folder. */
export async function withBenchEnvironment<T>(work: (environment: BenchEnvironment) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  writeFileSync(join(folder, 'offers.yaml'), OFFERS);
  const sandbox = await run('./mytpe.ts', {}, '/');
  const started = [sandbox];
  const track = async (running: Promise<Running>): Promise<Running> => {
    started.push(await running);
    return running;
  };
  try {
    return await work({
      sandbox,
      folder,
      backend: (more = {}) => {
        const store = `sqlite:${join(folder, `store-${started.length}.db`)}`;
        const env = { ...settings(sandbox, folder), NODE_OPTIONS, STORE_URL: store, ...more };
        return track(run('../dist/server.js', env, '/live'));
      },
      bare: async (response) =>
        track(run('./bare.ts', { ...(await recordedResponse(response)), NODE_OPTIONS }, '/live')),
      delayMytpe: async (ms) => {
        const fault = { match: { path_regex: '^/api/' }, fault: { type: 'latency', ms } };
        await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
        if (ms === 0) return;
        const headers = { 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: JSON.stringify(fault) };
        const response = await fetch(`${sandbox.url}/_sandbox/faults`, init);
        if (!response.ok) throw new Error(`the sandbox rejected the delay: ${response.status}`);
      },
    });
  } finally {
    for (const running of started.toReversed()) await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function settings({ startMessage }: Running, folder: string): Record<string, string> {
  return {
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_BASE_URL: startMessage['apiBaseUrl']!,
    MYTPE_PAY_BASE_URL: startMessage['payBaseUrl']!,
    MYTPE_API_KEY: SANDBOX_KEY,
    MYTPE_API_SECRET: SANDBOX_SECRET,
    OFFERS_FILE: join(folder, 'offers.yaml'),
    MAX_READS_PER_MINUTE: '10000000',
    MAX_LINKS_PER_MINUTE: '1000000',
    MAX_UNPAID_LINKS_PER_ADDRESS: '1000000',
    MAX_EVENT_STREAMS_PER_ADDRESS: '100000',
    MAX_OPEN_BODIES: '100000',
    TRUST_PROXY: 'loopback',
    LOG_LEVEL: 'warn',
    PORT: '0',
    HOST: '127.0.0.1',
  };
}

/** Headers that each server sets itself. */
const CONNECTION_HEADERS = ['connection', 'date', 'keep-alive', 'content-length', 'transfer-encoding'];

async function recordedResponse(response: Response): Promise<Record<string, string>> {
  const headers = [...response.headers].filter(([name]) => !CONNECTION_HEADERS.includes(name));
  return { BARE_BODY: await response.text(), BARE_HEADERS: JSON.stringify(Object.fromEntries(headers)) };
}
