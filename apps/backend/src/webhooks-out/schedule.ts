const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each try that failed the next one comes: the example of the Standard Webhooks specification, three days in all. */
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

/** So that what failed together is not tried together again. */
const JITTER = 0.1;
const LONGEST_WISH_MS = 24 * HOUR;

/**
 * How long to wait after the `tries`-th try failed, ms; `null`: there is no other.
 * @param wish what the receiver's `Retry-After` asks for, ms; it can only make the pause longer. @param random 0 to 1.
 */
export function retryDelay(tries: number, wish: number, random: number): number | null {
  const delay = RETRY_AFTER[tries - 1];
  return delay === undefined
    ? null
    : Math.round(Math.max(delay * (1 + JITTER * random), Math.min(wish, LONGEST_WISH_MS)));
}
