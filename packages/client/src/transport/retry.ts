import { ApiError, ConnectionError, type MytpeError, TimeoutError } from '../errors.ts';

/** The longest `Retry-After` that the client waits for. The caller must handle a longer one. */
export const MAX_RETRY_AFTER_MS = 30_000;

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Returns `true` if another attempt is safe and useful. A read is always safe to repeat. A write is safe only if MyTPE
 * certainly did not carry it out: after 429, or if it was never sent.
 */
export function isRetryable(error: MytpeError, isWrite: boolean): boolean {
  if (error instanceof ApiError) {
    if ((error.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS) return false;
    return error.status === 429 || (!isWrite && error.status >= 500);
  }
  if (!(error instanceof ConnectionError || error instanceof TimeoutError)) return false;
  return !isWrite || error.outcome === 'rejected';
}

/**
 * Returns the delay before attempt `nextTry` (from 2), in milliseconds: 1, 2, 4 s … with a jitter of 50 %, and at least
 * `Retry-After`.
 */
export function retryDelay(error: MytpeError, nextTry: number, random: () => number): number {
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (nextTry - 2), LONGEST_BACKOFF_MS) * (0.5 + random());
  const retryAfter = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(backoff, retryAfter);
}

/** Parses `Retry-After` (seconds or a date). Returns milliseconds from `now`, or `undefined` for any other format. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const moment = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
