import { setTimeout } from 'node:timers/promises';

/** The clock, the random source and the timer. Tests replace them. */
export interface Timing {
  /** Returns the time in milliseconds since 1970. */
  readonly clock: () => number;
  /** Returns a number from 0 to 1, for jitter. */
  readonly random: () => number;
  /** Resolves after `ms`. Rejects if `signal` aborts first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const SYSTEM_TIMING: Timing = {
  clock: Date.now,
  random: Math.random,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
};

/** The reason of a signal of {@link withTimeLimit} whose time limit expired. */
export class Expired {
  readonly limitMs: number;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }
}

/**
 * Runs `work` with a signal that aborts after `limitMs` (reason: {@link Expired}), or when `parent` aborts (its
 * reason). `work` must end when the signal aborts.
 */
export async function withTimeLimit<T>(
  limitMs: number,
  parent: AbortSignal | undefined,
  timing: Timing,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limited = new AbortController();
  const timer = new AbortController();
  const follow = () => limited.abort(parent?.reason);
  if (parent?.aborted) follow();
  parent?.addEventListener('abort', follow, { once: true });
  timing.sleep(limitMs, timer.signal).then(
    () => limited.abort(new Expired(limitMs)),
    () => {}, // The work ended first.
  );
  try {
    return await work(limited.signal);
  } finally {
    // With a reason, because the default is an exception whose stack trace costs more than the timer.
    timer.abort('done');
    parent?.removeEventListener('abort', follow);
  }
}

/** Settles like `work`. Rejects with the signal's reason if it aborts first; `work` then continues unobserved. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // eslint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's own
    const rejectAborted = () => reject(signal.reason);
    if (signal.aborted) rejectAborted();
    signal.addEventListener('abort', rejectAborted, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', rejectAborted));
  });
}
