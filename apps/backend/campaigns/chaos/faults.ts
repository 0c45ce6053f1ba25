import type { ChaosOptions } from './options.ts';
import type { ChaosSandbox } from './sandbox.ts';

/** The share of calls that each rule hits, of the calls that no earlier rule hit. All rules together hit a quarter. */
const SHARE = 0.05;

/** The number of calls to MyTPE, and of injected faults by kind. */
export interface FaultCount {
  readonly calls: number;
  readonly hits: Readonly<Record<string, number>>;
  /** Faults as a share of all calls, 0 to 1. */
  readonly share: number;
}

interface Rule {
  readonly fault: { readonly type: string; readonly status?: number };
  readonly hits: number;
}

/** Makes MyTPE unreliable: a call can be delayed, refused, cut off before or after its effect, or get half a response. */
export async function injectFaults(sandbox: ChaosSandbox, { api, seed, leaseMs, lates }: ChaosOptions): Promise<void> {
  const faults = [
    { type: 'latency', ms: 50, max_ms: 1500 },
    { type: 'status', status: 429, retry_after: 1 },
    { type: 'status', status: 500 },
    { type: 'reset_before' },
    { type: 'reset_after' },
    { type: 'malformed' },
  ];
  // The caller loses its lease while it waits, and another process looks for the link before the link exists.
  const late = { type: 'latency', ms: leaseMs + 2000, max_ms: leaseMs + 5000 };
  const creates = { api, method: 'POST', path_regex: '/links(/store)?$' };
  if (lates > 0) await sandbox.control('/faults', { match: creates, fault: late, probability: lates / 100, seed });
  for (const [at, fault] of faults.entries())
    await sandbox.control('/faults', { match: { api }, fault, probability: SHARE, seed: seed * 100 + at });
}

/** Removes all faults. @returns the faults that were injected. */
export async function removeFaults(sandbox: ChaosSandbox): Promise<FaultCount> {
  const { faults } = (await sandbox.control<{ faults: Rule[] }>('/faults')).body;
  await sandbox.control('/faults', undefined, 'DELETE');
  const { requests } = (await sandbox.control<{ requests: { seq: number }[] }>('/requests')).body;
  const calls = requests.at(-1)?.seq ?? 0;
  const hits: Record<string, number> = {};
  for (const { fault, hits: count } of faults) {
    const kind = fault.type === 'status' ? String(fault.status) : fault.type;
    hits[kind] = (hits[kind] ?? 0) + count;
  }
  const sum = Object.values(hits).reduce((total, count) => total + count, 0);
  return { calls, hits, share: sum / calls };
}
