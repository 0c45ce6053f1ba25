const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The delays after failed attempts, ms: the example of the Standard Webhooks specification, three days in total. */
export const RETRY_AFTER: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Spreads the retries of events that failed together. */
const JITTER = 0.1;
const MAX_RETRY_AFTER_MS = 24 * HOUR;

/**
 * Returns the delay after a failed attempt, ms; `null` after the last attempt.
 * @param tries the number of attempts so far. @param random 0 to 1.
 * @param retryAfterMs the delay in the response's `Retry-After`, which can only lengthen the delay.
 */
export function retryDelay(tries: number, retryAfterMs: number, random: number): number | null {
  const delay = RETRY_AFTER[tries - 1];
  return delay === undefined
    ? null
    : Math.round(Math.max(delay * (1 + JITTER * random), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)));
}
