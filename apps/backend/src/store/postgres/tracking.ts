import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Database } from './database.ts';
import { HINTS } from './hints.ts';

type TrackingQueries = Pick<
  Store,
  | 'recordReading'
  | 'scheduleRead'
  | 'hurryReads'
  | 'dueReads'
  | 'supersede'
  | 'predecessors'
  | 'closable'
  | 'outdatedTexts'
  | 'recordTexts'
>;

// Statuses after which nothing can be charged any more; an older reading never reopens them.
const CLOSED = "('exhausted', 'expired', 'archived', 'gone')";
const OPEN_TERMS = "closed_at IS NULL AND superseded_at IS NULL AND status IN ('active', 'paused')";

/** Enters a reading; the other replicas hear of it when it says something new. */
const RECORD_READING = `
  WITH before AS (
    SELECT id AS known, status AS old_status, paid_count AS old_count, total_collected AS old_total
    FROM links WHERE id = $1 AND status NOT IN ('requested', 'rejected', 'gone') FOR UPDATE
  ), changed AS (
    UPDATE links SET
      status = CASE WHEN $2::bigint >= coalesce(read_at, 0) THEN $3::text ELSE status END,
      closed_at = CASE WHEN closed_at IS NULL AND $3::text IN ${CLOSED} THEN $2::bigint ELSE closed_at END,
      paid_seen_at = CASE WHEN paid_seen_at IS NULL AND $4::bigint > 0 THEN $2::bigint ELSE paid_seen_at END,
      paid_count = greatest(paid_count, $4::bigint),
      total_collected = greatest(total_collected, $5::bigint),
      read_at = greatest(coalesce(read_at, 0), $2::bigint)
    FROM before WHERE id = known RETURNING *
  )
  SELECT ${SELECTED},
    CASE WHEN (status, paid_count, total_collected) IS DISTINCT FROM (old_status, old_count, old_total)
      THEN pg_notify('${HINTS}', id) END AS hinted
  FROM changed`;

/** The queries that follow a link through its life. */
export function trackingQueries(database: Database): TrackingQueries {
  const rows = async (sql: string, ...values: unknown[]) => (await database.all<RawRow>(sql, ...values)).map(linkRow);
  return {
    recordReading: async (id, reading) => {
      const read = await database.get<RawRow & { hinted: unknown }>(
        RECORD_READING,
        id,
        reading.readAt,
        reading.status,
        reading.paidCount,
        reading.totalCollected,
      );
      if (!read) return null;
      const { hinted: _hinted, ...raw } = read;
      return linkRow(raw);
    },
    scheduleRead: async (id, nextReadAt) => {
      await database.run('UPDATE links SET next_read_at = $1 WHERE id = $2', nextReadAt, id);
    },
    hurryReads: async (ids, latest) => {
      await database.run(
        'UPDATE links SET next_read_at = $1 WHERE id = ANY($2::text[]) AND next_read_at > $1',
        latest,
        ids,
      );
    },
    dueReads: (baseUrl, now, limit, claimedUntil) =>
      rows(
        `UPDATE links SET next_read_at = $4 WHERE id IN (
           SELECT id FROM links WHERE base_url = $1 AND next_read_at <= $2 ORDER BY next_read_at LIMIT $3
           FOR UPDATE SKIP LOCKED
         ) RETURNING ${SELECTED}`,
        baseUrl,
        now,
        limit,
        claimedUntil,
      ),
    supersede: (baseUrl, current, now) =>
      database.run(
        `UPDATE links SET superseded_at = $1 WHERE base_url = $2 AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')
           AND jti IS NULL AND (scope = 'shared' OR closed_at IS NULL)
           AND NOT EXISTS (SELECT 1 FROM jsonb_each_text($3::jsonb) AS known
             WHERE known.key = links.offer AND coalesce(known.value = links.offer_version || '@' || links.instance_id, true))`,
        now,
        baseUrl,
        JSON.stringify(Object.fromEntries(current)),
      ),
    predecessors: (baseUrl, offer, usageMode) =>
      rows(
        `SELECT ${SELECTED} FROM links WHERE base_url = $1 AND offer = $2 AND usage_mode = $3
           AND usage_mode IN ('limited', 'capped_amount') AND superseded_at IS NOT NULL AND upstream_id IS NOT NULL`,
        baseUrl,
        offer,
        usageMode,
      ),
    closable: async (baseUrl, supersededBefore, now, limit) => [
      ...(await rows(
        `SELECT ${SELECTED} FROM links WHERE closed_at IS NULL AND superseded_at IS NOT NULL AND base_url = $1
           AND status NOT IN ('requested', 'drafted')
           AND (superseded_at <= $2 OR usage_mode IN ('limited', 'capped_amount')) ORDER BY superseded_at LIMIT $3`,
        baseUrl,
        supersededBefore,
        limit,
      )),
      ...(await rows(
        `SELECT ${SELECTED} FROM links WHERE closed_at IS NULL AND superseded_at IS NULL AND base_url = $1
           AND expires_at <= $2 AND paid_count = 0 AND status NOT IN ('requested', 'drafted') ORDER BY expires_at LIMIT $3`,
        baseUrl,
        now,
        limit,
      )),
    ],
    outdatedTexts: (baseUrl, offer, texts, limit) =>
      rows(
        `SELECT ${SELECTED} FROM links WHERE base_url = $1 AND offer = $2 AND ${OPEN_TERMS}
           AND (title <> $3 OR description IS DISTINCT FROM $4 OR metadata <> $5) LIMIT $6`,
        baseUrl,
        offer,
        texts.title,
        texts.description,
        JSON.stringify(texts.metadata),
        limit,
      ),
    recordTexts: async (id, texts) => {
      await database.run(
        'UPDATE links SET title = $1, description = $2, metadata = $3 WHERE id = $4',
        texts.title,
        texts.description,
        JSON.stringify(texts.metadata),
        id,
      );
    },
  };
}
