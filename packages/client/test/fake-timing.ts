import type { Timing } from '../src/transport/timing.ts';

export interface FakeTiming extends Timing {
  /** The pauses between attempts, in milliseconds, in order. */
  readonly pauses: readonly number[];
  /** Lets all time limits of this many milliseconds expire. */
  expire(limitMs: number): void;
}

/** 2026-11-21T08:00:00Z. */
export const NOW = Date.UTC(2026, 10, 21, 8);

/**
 * Creates a clock that stands still. Pauses between attempts end immediately and are recorded. Time limits
 * (`timeoutMs`, `deadlineMs`) expire only on demand. Jitter is 0.
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
