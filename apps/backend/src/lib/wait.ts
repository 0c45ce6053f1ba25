import type { Clock } from './clock.ts';

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
 * @throws the error of whichever of the two came first.
 */
export async function waitAtMost<T, Late>(
  work: Promise<T>,
  { clock, waitMs, onTimeout }: WaitOptions<Late>,
): Promise<T | Late> {
  const finished = new AbortController();
  const late = clock.sleep(waitMs, finished.signal).then(onTimeout);
  // The abort below also ends the sleep, and an error of `onTimeout` has no listener then.
  late.catch(() => {});
  // A reason that is given needs no `DOMException` with its stack.
  return Promise.race([work, late]).finally(() => finished.abort('finished'));
}
