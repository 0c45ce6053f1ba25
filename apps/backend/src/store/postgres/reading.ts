import { READ_AGAIN_MS, type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { Reading, RecordedReading, Store } from '../store.ts';
import { type RowBefore, eventsOf } from '../webhook-outbox.ts';
import type { Database } from './database.ts';
import { HINTS } from './hints.ts';
import { enterEvents } from './outbox.ts';

/**
 * Enters a reading; the other replicas hear of it when it says something new. `closed_at`: after these statuses nothing
 * can be charged any more, and an older reading never reopens them.
 */
const RECORD_READING = `
  WITH before AS (
    SELECT id AS known, status AS old_status, paid_count AS old_count, total_collected AS old_total,
      paid_seen_at AS old_paid_seen_at, closed_at AS old_closed_at
    FROM links WHERE id = $1 AND status NOT IN ('requested', 'rejected', 'gone') FOR UPDATE
  ), changed AS (
    UPDATE links SET
      status = CASE WHEN $2::bigint >= coalesce(read_at, 0) THEN $3::text ELSE status END,
      closed_at = CASE WHEN closed_at IS NULL AND $3::text IN ('exhausted', 'expired', 'archived', 'gone')
        THEN $2::bigint ELSE closed_at END,
      paid_seen_at = CASE WHEN paid_seen_at IS NULL AND $4::bigint > 0 THEN $2::bigint ELSE paid_seen_at END,
      paid_count = greatest(paid_count, $4::bigint),
      total_collected = greatest(total_collected, $5::bigint),
      read_at = greatest(coalesce(read_at, 0), $2::bigint),
      next_read_at = coalesce(next_read_at, $2::bigint + ${READ_AGAIN_MS}),
      lease_until = CASE WHEN lease_token = $6::text THEN 0 ELSE lease_until END,
      lease_token = CASE WHEN lease_token = $6::text THEN NULL ELSE lease_token END
    FROM before WHERE id = known RETURNING *
  )
  SELECT ${SELECTED}, old_status, old_count, old_total, old_paid_seen_at, old_closed_at,
    CASE WHEN (status, paid_count, total_collected) IS DISTINCT FROM (old_status, old_count, old_total)
      THEN pg_notify('${HINTS}', id) END AS hinted
  FROM changed`;

type Entered = RawRow & {
  readonly old_status: string;
  readonly old_count: number;
  readonly old_total: number;
  readonly old_paid_seen_at: number | null;
  readonly old_closed_at: number | null;
  readonly hinted: unknown;
};

async function enter(
  database: Database,
  id: string,
  { readAt, status, paidCount, totalCollected, leaseToken }: Reading,
): Promise<{ row: RecordedReading; before: RowBefore } | null> {
  const entered = await database.get<Entered>(
    RECORD_READING,
    id,
    readAt,
    status,
    paidCount,
    totalCollected,
    leaseToken ?? null,
  );
  if (!entered) return null;
  const { old_status, old_count, old_total, old_paid_seen_at, old_closed_at, hinted: _hinted, ...raw } = entered;
  const before = {
    status: old_status,
    paidCount: old_count,
    totalCollected: old_total,
    paidSeenAt: old_paid_seen_at,
    closedAt: old_closed_at,
  };
  const row = linkRow(raw);
  return { row: { ...row, newPayments: row.paidCount - old_count }, before };
}

/** What MyTPE says of a link; the events it is the first to tell of are entered in the same transaction. */
export function readingQueries(database: Database): Pick<Store, 'recordReading'> {
  return {
    recordReading: async (id, reading, newEventId = null) => {
      if (newEventId === null) return (await enter(database, id, reading))?.row ?? null;
      return database.transaction(async (within) => {
        const entered = await enter(within, id, reading);
        if (!entered) return null;
        const { row, before } = entered;
        await enterEvents(within, row, eventsOf(before, row, reading), newEventId);
        return row;
      });
    },
  };
}
