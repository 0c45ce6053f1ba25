import type { Store } from '../store.ts';
import type { Database } from './database.ts';
import { type RawRow, SELECTED, linkRow } from '../rows.ts';

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
const NEWEST = 'AND created_at > ?5 ORDER BY created_at DESC';

/** The queries that follow a link through its life. */
export function trackingQueries(database: Database): TrackingQueries {
  const rows = (sql: string, ...values: (string | number | null)[]) =>
    database.all<RawRow>(sql, ...values).map(linkRow);
  return {
    scheduleRead: async (id, nextReadAt) => {
      database.run('UPDATE links SET next_read_at = ? WHERE id = ?', nextReadAt, id);
    },
    hurryReads: async (ids, latest) => {
      database.run(
        'UPDATE links SET next_read_at = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND next_read_at > ?1',
        latest,
        JSON.stringify(ids),
      );
    },
    dueReads: async (baseUrl, now, limit, claimedUntil, createdAfter = null) =>
      rows(
        `UPDATE links SET next_read_at = ?4 WHERE id IN (
           SELECT id FROM links WHERE base_url = ?1 AND next_read_at <= ?2 ${createdAfter === null ? OLDEST : NEWEST} LIMIT ?3
         ) RETURNING ${SELECTED}`,
        baseUrl,
        now,
        limit,
        claimedUntil,
        ...(createdAfter === null ? [] : [createdAfter]),
      ),
    supersede: async (baseUrl, current, now) =>
      database.run(
        `UPDATE links SET superseded_at = ?1 WHERE base_url = ?2 AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')
           AND jti IS NULL AND (scope = 'shared' OR closed_at IS NULL)
           AND NOT EXISTS (SELECT 1 FROM json_each(?3) WHERE json_each.key = links.offer AND coalesce(json_each.value = links.offer_version || '@' || links.instance_id, 1))`,
        now,
        baseUrl,
        JSON.stringify(Object.fromEntries(current)),
      ),
    predecessors: async (baseUrl, offer, usageMode) =>
      rows(
        `SELECT ${SELECTED} FROM links WHERE base_url = ? AND offer = ? AND usage_mode = ? AND usage_mode IN ('limited', 'capped_amount') AND superseded_at IS NOT NULL AND upstream_id IS NOT NULL`,
        baseUrl,
        offer,
        usageMode,
      ),
    closable: async (baseUrl, supersededBefore, now, limit) => [
      ...rows(
        `SELECT ${SELECTED} FROM links WHERE closed_at IS NULL AND superseded_at IS NOT NULL AND base_url = ? AND status NOT IN ('requested', 'drafted') AND (superseded_at <= ? OR usage_mode IN ('limited', 'capped_amount')) ORDER BY superseded_at LIMIT ?`,
        baseUrl,
        supersededBefore,
        limit,
      ),
      ...rows(
        `SELECT ${SELECTED} FROM links WHERE closed_at IS NULL AND superseded_at IS NULL AND base_url = ? AND expires_at <= ? AND paid_count = 0 AND status NOT IN ('requested', 'drafted') ORDER BY expires_at LIMIT ?`,
        baseUrl,
        now,
        limit,
      ),
    ],
    outdatedTexts: async (baseUrl, offer, texts, limit) =>
      rows(
        `SELECT ${SELECTED} FROM links WHERE base_url = ?1 AND offer = ?2 AND ${OPEN_TERMS} AND (metadata <> ?4
           OR title <> ?3 -> coalesce(language, 'default') ->> 'title'
           OR description IS NOT ?3 -> coalesce(language, 'default') ->> 'description') LIMIT ?5`,
        baseUrl,
        offer,
        JSON.stringify(texts.byLanguage),
        JSON.stringify(texts.metadata),
        limit,
      ),
    recordTexts: async (id, texts) => {
      database.run(
        'UPDATE links SET title = ?, description = ?, metadata = ? WHERE id = ?',
        texts.title,
        texts.description,
        JSON.stringify(texts.metadata),
        id,
      );
    },
  };
}
