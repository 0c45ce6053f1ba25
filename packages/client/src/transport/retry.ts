import { ApiError } from '../errors/api-error.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { MytpeError } from '../errors/mytpe-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';

/** The longest `Retry-After` that is waited for; a longer one is the caller's to plan. */
export const MAX_RETRY_AFTER_MS = 30_000;

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Whether another try could help and do no harm. A read may always be repeated; a write only when it surely was not
 * carried out: after 429, or when it never left.
 */
export function isRetryable(error: MytpeError, isWrite: boolean): boolean {
  if (error instanceof ApiError) {
    if ((error.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS) return false;
    return error.status === 429 || (!isWrite && error.status >= 500);
  }
  if (!(error instanceof ConnectionError || error instanceof TimeoutError)) return false;
  return !isWrite || error.outcome === 'rejected';
}

/** Milliseconds before try number `nextTry` (from 2): 1, 2, 4 s … give or take half, and never before `Retry-After`. */
export function retryDelay(error: MytpeError, nextTry: number, random: () => number): number {
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** (nextTry - 2), LONGEST_BACKOFF_MS) * (0.5 + random());
  const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(backoff, asked);
}

/** Reads `Retry-After`, seconds or a date, as milliseconds from `now`; `undefined` when it is neither. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const moment = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
