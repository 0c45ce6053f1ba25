import type { LinkRow } from './link.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A payment can be recorded on a link that was just closed: it is read again this long after. */
const AFTER_CLOSING = [5 * MINUTE, HOUR, 24 * HOUR];

/** How long to wait before the next read of a link somebody is watching: eager at first, calmer as time goes by. */
function watchedDelay(age: number): number {
  if (age < 2 * MINUTE) return 2 * SECOND;
  return age < 10 * MINUTE ? 5 * SECOND : 15 * SECOND;
}

/**
 * When a link is read next, epoch ms; `null` when nothing can happen to it any more.
 * An open payer link is read at growing intervals whether or not anybody watches, so that a merchant without a working
 * webhook still sees every payment. A shared link is read when it is shown, and hourly.
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
