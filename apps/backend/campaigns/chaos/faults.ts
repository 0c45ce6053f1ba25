import type { ChaosOptions } from './options.ts';
import type { ChaosSandbox } from './sandbox.ts';

/** Of the calls that none of the rules before it hit, the share that each rule does; together a quarter. */
const SHARE = 0.05;

/** What went wrong upstream, by kind, and of how many calls. */
export interface FaultCount {
  readonly calls: number;
  readonly hits: Readonly<Record<string, number>>;
  /** Of all calls, 0 to 1. */
  readonly share: number;
}

interface Rule {
  readonly fault: { readonly type: string; readonly status?: number };
  readonly hits: number;
}

/** MyTPE on a bad day: every call may be late, refused, cut off before or after its effect, or answered with half of it. */
export async function breakUpstream(sandbox: ChaosSandbox, { api, seed, leaseMs, lates }: ChaosOptions): Promise<void> {
  const faults = [
    { type: 'latency', ms: 50, max_ms: 1500 },
    { type: 'status', status: 429, retry_after: 1 },
    { type: 'status', status: 500 },
    { type: 'reset_before' },
    { type: 'reset_after' },
    { type: 'malformed' },
  ];
  // Their owner loses the row while it waits, and another has looked for the link before it is there.
  const late = { type: 'latency', ms: leaseMs + 2000, max_ms: leaseMs + 5000 };
  const creates = { api, method: 'POST', path_regex: '/links(/store)?$' };
  if (lates > 0) await sandbox.control('/faults', { match: creates, fault: late, probability: lates / 100, seed });
  for (const [at, fault] of faults.entries())
    await sandbox.control('/faults', { match: { api }, fault, probability: SHARE, seed: seed * 100 + at });
}

/** Ends the bad day. @returns what it was like. */
export async function mendUpstream(sandbox: ChaosSandbox): Promise<FaultCount> {
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
