import type { LinkRow } from './link.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** MyTPE can record a payment on a link that was just closed, so the poller reads it again after these delays. */
const AFTER_CLOSING = [5 * MINUTE, HOUR, 24 * HOUR];

/** Returns the delay until the next poll of a watched link, ms. It grows with the link's age. */
function watchedDelay(age: number): number {
  if (age < 2 * MINUTE) return 2 * SECOND;
  return age < 10 * MINUTE ? 5 * SECOND : 15 * SECOND;
}

/**
 * Returns when the poller reads a link next, epoch ms; `null` if its final state is known.
 * An open payer link is polled at growing intervals even if no client watches it, so that a merchant without a working
 * webhook still learns of every payment. A shared link is read when it is viewed, and hourly.
 * @param watched `true` if a client watches the link now.
 */
export function nextPollAt(row: LinkRow, now: number, watched: boolean): number | null {
  if (row.closedAt !== null) {
    if (row.scope === 'payer' && row.paidCount > 0) return null;
    const since = row.closedAt;
    const offset = AFTER_CLOSING.find((delay) => since + delay > now);
    return offset === undefined ? null : since + offset;
  }
  const age = now - row.createdAt;
  if (row.scope === 'shared') return now + (watched ? watchedDelay(age) : HOUR);
  return now + (watched ? watchedDelay(age) : Math.min(HOUR, Math.max(15 * SECOND, Math.floor(age / 4))));
}
