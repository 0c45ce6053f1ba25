import type { Timing } from '../src/transport/timing.ts';

export interface FakeTiming extends Timing {
  /** The pauses between tries, in milliseconds, in order. */
  readonly pauses: readonly number[];
  /** Lets the limit of this many milliseconds pass, wherever it is being waited for. */
  expire(limitMs: number): void;
}

/** 2026-11-21T08:00:00Z. */
export const NOW = Date.UTC(2026, 10, 21, 8);

/**
 * Time that stands still: pauses between tries end at once and are recorded, limits (`timeoutMs`, `deadlineMs`) pass
 * only on demand. Jitter is none.
 */
export function createFakeTiming(limits: readonly number[] = [10_000, 15_000, 60_000]): FakeTiming {
  const pauses: number[] = [];
  const waiting = new Map<() => void, number>();
  return {
    pauses,
    clock: () => NOW,
    random: () => 0.5,
    sleep: (ms, signal) => {
      if (!limits.includes(ms)) {
        pauses.push(ms);
        return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        waiting.set(resolve, ms);
        signal.addEventListener('abort', () => {
          waiting.delete(resolve);
          reject(new Error('aborted'));
        });
      });
    },
    expire: (limitMs) => {
      for (const [pass, ms] of waiting) if (ms === limitMs) pass();
    },
  };
}
