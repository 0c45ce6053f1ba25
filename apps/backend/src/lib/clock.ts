/** The time source of the backend. Tests pass a clock that they control. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Resolves after `ms`, or when `signal` aborts; it never rejects. The timer does not keep the process alive.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(done, ms);
      timer.unref();
      function done(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      }
      signal?.addEventListener('abort', done, { once: true });
    }),
};

export interface WaitOptions<Late> {
  readonly clock: Clock;
  /** The longest wait, ms. */
  readonly waitMs: number;
  /** Called when the wait is over; its result, or its error, becomes the result. */
  readonly onTimeout: () => Late;
}

/**
 * Waits for `work`, but at most `waitMs`. The work continues after a timeout; the caller must handle its rejection then.
 * @returns the result of `work`, or that of `onTimeout`.
 * @throws the error of `work` or of `onTimeout`, whichever ends first.
 */
export async function waitAtMost<T, Late>(
  work: Promise<T>,
  { clock, waitMs, onTimeout }: WaitOptions<Late>,
): Promise<T | Late> {
  const finished = new AbortController();
  const late = clock.sleep(waitMs, finished.signal).then(onTimeout);
  // The abort below also ends the sleep, and an error of `onTimeout` has no listener then.
  late.catch(() => {});
  // An explicit reason avoids the cost of a `DOMException` with its stack.
  return Promise.race([work, late]).finally(() => finished.abort('finished'));
}
