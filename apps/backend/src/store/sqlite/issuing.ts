import type { Store } from '../store.ts';
import type { Database } from './database.ts';
import { type RawRow, SELECTED, linkRow } from '../rows.ts';

type IssuingQueries = Pick<
  Store,
  'takeLease' | 'releaseLease' | 'recordSent' | 'recordDraft' | 'abandon' | 'unfinished'
>;

/** The queries of the issuing machine. Whoever lost the lease changes nothing. */
export function issuingQueries(database: Database): IssuingQueries {
  return {
    takeLease: async (id, lease, now) => {
      const raw = database.get<RawRow>(
        `UPDATE links SET lease_token = ?1, lease_until = ?2 WHERE id = ?3 AND (lease_token IS NULL OR lease_token = ?1 OR lease_until <= ?4) RETURNING ${SELECTED}`,
        lease.token,
        lease.until,
        id,
        now,
      );
      return raw ? linkRow(raw) : null;
    },
    releaseLease: async (id, token) => {
      database.run('UPDATE links SET lease_token = NULL, lease_until = 0 WHERE id = ? AND lease_token = ?', id, token);
    },
    recordSent: async (id, token, sentAt, sending) =>
      database.run(
        "UPDATE links SET sent_at = ?1, slug = ?6, carried_count = coalesce(?4, carried_count), carried_amount = coalesce(?5, carried_amount) WHERE id = ?2 AND lease_token = ?3 AND status = 'requested'",
        sentAt,
        id,
        token,
        sending?.carried.count ?? null,
        sending?.carried.amount ?? null,
        sending?.slug ?? null,
      ) === 1,
    recordDraft: async (id, token, { upstreamId, url }) =>
      database.run(
        "UPDATE links SET upstream_id = ?, url = ?, status = 'drafted' WHERE id = ? AND lease_token = ? AND status = 'requested' AND upstream_id IS NULL",
        upstreamId,
        url,
        id,
        token,
      ) === 1,
    abandon: async (id, token, status, now, carried) =>
      database.run(
        "UPDATE links SET status = ?, closed_at = ?, carried_count = ?, carried_amount = ? WHERE id = ? AND lease_token = ? AND status IN ('requested', 'drafted')",
        status,
        now,
        carried?.count ?? 0,
        carried?.amount ?? 0,
        id,
        token,
      ) === 1,
    unfinished: async (baseUrl, now, limit) =>
      database
        .all<RawRow>(
          `SELECT ${SELECTED} FROM links WHERE base_url = ? AND status IN ('requested', 'drafted') AND lease_until <= ? ORDER BY created_at LIMIT ?`,
          baseUrl,
          now,
          limit,
        )
        .map(linkRow),
  };
}
