import { READ_AGAIN_MS, type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { LinkRow, Reading, Store } from '../store.ts';
import { type RowBefore, eventsOf } from '../webhook-outbox.ts';
import type { Database } from './database.ts';
import { enterEvents } from './outbox.ts';

// `closed_at`: after these statuses nothing can be charged any more, and an older reading never reopens them.
const RECORD_READING = `
  UPDATE links SET
    status = CASE WHEN ?2 >= coalesce(read_at, 0) THEN ?3 ELSE status END,
    closed_at = CASE WHEN closed_at IS NULL AND ?3 IN ('exhausted', 'expired', 'archived', 'gone') THEN ?2 ELSE closed_at END,
    paid_seen_at = CASE WHEN paid_seen_at IS NULL AND ?4 > 0 THEN ?2 ELSE paid_seen_at END,
    paid_count = max(paid_count, ?4),
    total_collected = max(total_collected, ?5),
    read_at = max(coalesce(read_at, 0), ?2),
    next_read_at = coalesce(next_read_at, ?2 + ${READ_AGAIN_MS}),
    lease_until = CASE WHEN lease_token = ?6 THEN 0 ELSE lease_until END,
    lease_token = CASE WHEN lease_token = ?6 THEN NULL ELSE lease_token END
  WHERE id = ?1 AND status NOT IN ('requested', 'rejected', 'gone') RETURNING ${SELECTED}`;

const BEFORE = `SELECT status, paid_count AS "paidCount", total_collected AS "totalCollected",
  paid_seen_at AS "paidSeenAt", closed_at AS "closedAt" FROM links WHERE id = ?`;

/** What MyTPE says of a link; the events it is the first to tell of are entered in the same transaction. */
export function readingQueries(database: Database): Pick<Store, 'recordReading'> {
  function enter(id: string, reading: Reading): LinkRow | null {
    const { readAt, status, paidCount, totalCollected, leaseToken } = reading;
    const raw = database.get<RawRow>(RECORD_READING, id, readAt, status, paidCount, totalCollected, leaseToken ?? null);
    return raw ? linkRow(raw) : null;
  }

  return {
    recordReading: async (id, reading, newEventId = null) =>
      database.transaction(() => {
        const before = database.get<RowBefore>(BEFORE, id);
        const row = before && enter(id, reading);
        if (!row) return null;
        if (newEventId) enterEvents(database, row, eventsOf(before, row, reading), newEventId);
        return { ...row, newPayments: row.paidCount - before.paidCount };
      }),
  };
}
