import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Database } from './database.ts';

type TrackingQueries = Pick<
  Store,
  | 'scheduleRead'
  | 'hurryReads'
  | 'dueReads'
  | 'supersede'
  | 'predecessors'
  | 'closable'
  | 'outdatedTexts'
  | 'recordTexts'
>;

const OPEN_TERMS = "closed_at IS NULL AND superseded_at IS NULL AND status IN ('active', 'paused')";

/** The order of reads that are due; the newest links only among those created after a moment. */
const OLDEST = 'ORDER BY next_read_at';
const NEWEST = 'AND created_at > $5 ORDER BY created_at DESC';

/** The queries that follow a link through its life. */
export function trackingQueries(database: Database): TrackingQueries {
  const rows = async (sql: string, ...values: unknown[]) => (await database.all<RawRow>(sql, ...values)).map(linkRow);
  return {
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
    dueReads: (baseUrl, now, limit, claimedUntil, createdAfter = null) =>
      rows(
        `UPDATE links SET next_read_at = $4 WHERE id IN (
           SELECT id FROM links WHERE base_url = $1 AND next_read_at <= $2 ${createdAfter === null ? OLDEST : NEWEST} LIMIT $3
           FOR UPDATE SKIP LOCKED
         ) RETURNING ${SELECTED}`,
        baseUrl,
        now,
        limit,
        claimedUntil,
        ...(createdAfter === null ? [] : [createdAfter]),
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
           AND (metadata <> $4 OR title <> $3::jsonb -> coalesce(language, 'default') ->> 'title'
             OR description IS DISTINCT FROM $3::jsonb -> coalesce(language, 'default') ->> 'description') LIMIT $5`,
        baseUrl,
        offer,
        JSON.stringify(texts.byLanguage),
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
