import type { LinkRow, Snapshot } from '../domain/link.ts';
import type { Database } from './database.ts';
import { type RawRow, SELECTED, linkRow } from './columns.ts';
import { type RowBefore, eventsOf, insertEvents } from './outbox.ts';

/** A row after a snapshot is recorded. */
export interface RecordedSnapshot extends LinkRow {
  /** Payments that this snapshot was the first to report, in any process. */
  readonly newPayments: number;
}

/** Records snapshots of upstream links. */
export interface Snapshots {
  /**
   * Records a snapshot: the newest status, growing counts. Schedules the next poll, unless one is scheduled.
   * @param newEventId creates the ids of the events for the merchant's server; `null`: stores no events.
   * @returns the row after that; `null` if it has no upstream link.
   */
  recordSnapshot(id: string, snapshot: Snapshot, newEventId?: (() => string) | null): Promise<RecordedSnapshot | null>;
}

/**
 * The time from a snapshot to the next poll, ms, unless another time is scheduled. The same statement stores it, so that a
 * payable link is polled even if the process dies.
 */
const POLL_AGAIN_MS = 15_000;

/** Selects the row before the snapshot, if it can have one. */
const BEFORE = `SELECT status, paid_count AS "paidCount", total_collected AS "totalCollected",
  paid_seen_at AS "paidSeenAt", closed_at AS "closedAt"
  FROM links WHERE id = $1 AND status NOT IN ('requested', 'rejected', 'gone')`;

export function snapshotQueries(database: Database): Snapshots {
  const { forUpdate, greatest, notify } = database.dialect;
  // `closed_at`: links of these statuses can never be charged again, and an older snapshot never reopens a link.
  const record = `UPDATE links SET
      status = CASE WHEN CAST($2 AS BIGINT) >= coalesce(read_at, 0) THEN CAST($3 AS TEXT) ELSE status END,
      closed_at = CASE WHEN closed_at IS NULL AND CAST($3 AS TEXT) IN ('exhausted', 'expired', 'archived', 'gone')
        THEN CAST($2 AS BIGINT) ELSE closed_at END,
      paid_seen_at = CASE WHEN paid_seen_at IS NULL AND CAST($4 AS BIGINT) > 0 THEN CAST($2 AS BIGINT) ELSE paid_seen_at END,
      paid_count = ${greatest}(paid_count, CAST($4 AS BIGINT)),
      total_collected = ${greatest}(total_collected, CAST($5 AS BIGINT)),
      read_at = ${greatest}(coalesce(read_at, 0), CAST($2 AS BIGINT)),
      next_read_at = coalesce(next_read_at, CAST($2 AS BIGINT) + ${POLL_AGAIN_MS}),
      lease_until = CASE WHEN lease_token = $6 THEN 0 ELSE lease_until END,
      lease_token = CASE WHEN lease_token = $6 THEN NULL ELSE lease_token END
    WHERE id = $1 RETURNING ${SELECTED}`;
  return {
    recordSnapshot: (id, snapshot, newEventId = null) =>
      database.transaction(async (within) => {
        const before = await within.get<RowBefore>(`${BEFORE} ${forUpdate}`, id);
        if (!before) return null;
        const { readAt, status, paidCount, totalCollected, leaseToken = null } = snapshot;
        const raw = await within.get<RawRow>(record, id, readAt, status, paidCount, totalCollected, leaseToken);
        const row = linkRow(raw!);
        if (notify !== null && hasChanged(before, row)) await within.run(notify, id);
        if (newEventId !== null) await insertEvents(within, row, eventsOf(before, row, snapshot), newEventId);
        return { ...row, newPayments: row.paidCount - before.paidCount };
      }),
  };
}

function hasChanged(before: RowBefore, row: LinkRow): boolean {
  return (['status', 'paidCount', 'totalCollected'] as const).some((field) => before[field] !== row[field]);
}
