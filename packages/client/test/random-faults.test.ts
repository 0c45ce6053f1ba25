import { afterAll, beforeAll, expect, it } from 'vitest';

import { ApiError, ExtClient, type LinkInput, MytpeError } from '../src/index.ts';
import { type Exchange, type RecordingProxy, startRecordingProxy } from './endpoints/recording-proxy.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const LINKS = 300;
const PROBABILITY = 0.07;
const READY_INSTANCE = '1a570000-0000-4000-8000-000000000001';

/** All faults of the sandbox, at random with a fixed seed. */
const FAULTS = [
  { type: 'status', status: 409 },
  { type: 'status', status: 500 },
  { type: 'status', status: 503, retry_after: 0 },
  { type: 'status', status: 429, retry_after: 0 },
  { type: 'reset_before' },
  { type: 'reset_after' },
  { type: 'malformed' },
  { type: 'truncated' },
  { type: 'latency', ms: 5 },
];

let sandbox: SandboxProcess;
let proxy: RecordingProxy;
let client: ExtClient;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  proxy = await startRecordingProxy(sandbox.url);
  const credentials = { key: 'mtk_sandbox_key', secret: 'mts_sandbox_secret' };
  // Pauses of milliseconds. The time limits of attempts and calls still apply.
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms >= 10_000 ? ms : 1);
      signal.addEventListener('abort', () => (clearTimeout(timer), reject(new Error('aborted'))));
    });
  };
  client = new ExtClient({ baseUrl: `${proxy.url}/api/ext`, credentials, maxConcurrent: 8, sleep });
});
afterAll(async () => {
  await client.close();
  await proxy.close();
  await sandbox.stop();
});

const order = (our_ref: string): LinkInput => ({
  payment_instance_id: READY_INSTANCE,
  title: 'Order',
  amount_mode: 'fixed',
  amount: 450_000,
  usage_mode: 'one_shot',
  metadata: { our_ref },
});

function byReference(exchanges: readonly Exchange[]): Map<string, Exchange[]> {
  const groups = new Map<string, Exchange[]>();
  for (const exchange of exchanges.filter(({ method, url }) => method === 'POST' && url === '/api/ext/links')) {
    const { metadata } = JSON.parse(exchange.sent.toString()) as { metadata: { our_ref: string } };
    groups.set(metadata.our_ref, [...(groups.get(metadata.our_ref) ?? []), exchange]);
  }
  return groups;
}

it('with random faults, no create is repeated unless it was certainly not carried out, and every outcome is true', async () => {
  for (const [seed, fault] of FAULTS.entries())
    await sandbox.control('faults', { match: { api: 'ext' }, fault, probability: PROBABILITY, seed: seed + 1 });
  const outcomeOf = new Map<string, 'made' | 'rejected' | 'unknown'>();
  await Promise.all(
    Array.from({ length: LINKS }, async (_, n) => {
      const reference = `r-${n}`;
      const outcome = await client.links.create(order(reference)).then(
        () => 'made' as const,
        (error: unknown) => {
          if (!(error instanceof MytpeError)) throw error;
          if (error instanceof ApiError) expect(error.status).toBeGreaterThanOrEqual(300);
          expect(error.outcome).toBeDefined();
          return error.outcome!;
        },
      );
      outcomeOf.set(reference, outcome);
    }),
  );

  const sent = byReference(proxy.take());
  expect(sent.size).toBe(LINKS);
  for (const attempts of sent.values()) {
    const repeated = attempts.slice(0, -1).map(({ response }) => response?.status);
    expect(repeated.filter((status) => status !== 429)).toEqual([]);
  }

  await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  const made = new Map<string, number>();
  for await (const { metadata } of client.links.listAll({ status: 'draft' })) {
    const reference = String(metadata?.['our_ref']);
    made.set(reference, (made.get(reference) ?? 0) + 1);
  }
  expect([...made.values()].filter((count) => count > 1)).toEqual([]);
  const outcomes = { made: 0, rejected: 0, unknown: 0 };
  for (const [reference, outcome] of outcomeOf) {
    outcomes[outcome] += 1;
    if (outcome === 'made') expect(made.get(reference)).toBe(1);
    if (outcome === 'rejected') expect(made.get(reference)).toBeUndefined();
  }
  // All three outcomes occurred.
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(0);
});
