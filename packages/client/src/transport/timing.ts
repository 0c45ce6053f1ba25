import { setTimeout } from 'node:timers/promises';

/** Time and chance, so that tests need neither. */
export interface Timing {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Resolves after `ms`, or rejects when `signal` aborts first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const SYSTEM_TIMING: Timing = {
  clock: Date.now,
  random: Math.random,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
};

/** Why a signal of {@link within} aborted when it was not the caller's doing. */
export class Expired {
  readonly limitMs: number;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }
}

/**
 * Runs `work` with a signal that aborts after `limitMs` (reason: {@link Expired}), or with `parent` (its reason).
 * `work` itself must end when the signal says so.
 */
export async function within<T>(
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
    () => {}, // The work was done first.
  );
  try {
    return await work(limited.signal);
  } finally {
    // With a reason of ours: making the usual exception, stack and all, costs more than the timer.
    timer.abort('done');
    parent?.removeEventListener('abort', follow);
  }
}

/** As `work` ends, or with the signal's reason once that aborts; `work` is then left to itself. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // eslint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's own
    const refuse = () => reject(signal.reason);
    if (signal.aborted) refuse();
    signal.addEventListener('abort', refuse, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', refuse));
  });
}
