import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Database } from './database.ts';

type IssuingQueries = Pick<
  Store,
  'takeLease' | 'releaseLease' | 'recordSent' | 'recordDraft' | 'abandon' | 'unfinished'
>;

/** The queries of the issuing machine. Whoever lost the lease changes nothing. */
export function issuingQueries(database: Database): IssuingQueries {
  const changed = async (sql: string, ...values: unknown[]) => (await database.run(sql, ...values)) === 1;
  return {
    takeLease: async (id, lease, now) => {
      const raw = await database.get<RawRow>(
        `UPDATE links SET lease_token = $1, lease_until = $2
         WHERE id = $3 AND (lease_token IS NULL OR lease_token = $1 OR lease_until <= $4) RETURNING ${SELECTED}`,
        lease.token,
        lease.until,
        id,
        now,
      );
      return raw ? linkRow(raw) : null;
    },
    releaseLease: async (id, token) => {
      await database.run(
        'UPDATE links SET lease_token = NULL, lease_until = 0 WHERE id = $1 AND lease_token = $2',
        id,
        token,
      );
    },
    recordSent: (id, token, sentAt, sending) =>
      changed(
        `UPDATE links SET sent_at = $1, slug = $6, carried_count = coalesce($4, carried_count), carried_amount = coalesce($5, carried_amount)
         WHERE id = $2 AND lease_token = $3 AND status = 'requested'`,
        sentAt,
        id,
        token,
        sending?.carried.count ?? null,
        sending?.carried.amount ?? null,
        sending?.slug ?? null,
      ),
    recordDraft: (id, token, { upstreamId, url }) =>
      changed(
        `UPDATE links SET upstream_id = $1, url = $2, status = 'drafted'
         WHERE id = $3 AND lease_token = $4 AND status = 'requested' AND upstream_id IS NULL`,
        upstreamId,
        url,
        id,
        token,
      ),
    abandon: (id, token, status, now, carried) =>
      changed(
        `UPDATE links SET status = $1, closed_at = $2, carried_count = $3, carried_amount = $4
         WHERE id = $5 AND lease_token = $6 AND status IN ('requested', 'drafted')`,
        status,
        now,
        carried?.count ?? 0,
        carried?.amount ?? 0,
        id,
        token,
      ),
    unfinished: async (baseUrl, now, limit) => {
      const rows = await database.all<RawRow>(
        `SELECT ${SELECTED} FROM links WHERE base_url = $1 AND status IN ('requested', 'drafted') AND lease_until <= $2
         ORDER BY created_at LIMIT $3`,
        baseUrl,
        now,
        limit,
      );
      return rows.map(linkRow);
    },
  };
}
