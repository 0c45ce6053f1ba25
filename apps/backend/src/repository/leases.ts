import type { Centimes } from '@mytpe-pay/contract/money';

import type { LinkRow } from '../domain/link.ts';
import type { Database, Value } from './database.ts';
import { type RawRow, SELECTED, linkRow } from './columns.ts';

/** The right of one owner to work on a row until `until` (epoch ms). */
export interface Lease {
  readonly token: string;
  readonly until: number;
}

/** Payments and money that earlier links of the same offer had collected. */
export interface Carried {
  readonly count: number;
  readonly amount: Centimes;
}

/** The parts of a create that the row stores before the backend sends it. */
export interface Sending {
  readonly carried: Carried;
  /** `null` if MyTPE chooses the slug. */
  readonly slug: string | null;
}

/** Leases, and the steps of issuing a link. A step returns `false` and changes nothing unless `token` owns the lease. */
export interface Leases {
  /** Takes or renews the lease. @returns `null` while the lease of another owner has not expired at `now`. */
  takeLease(id: string, lease: Lease, now: number): Promise<LinkRow | null>;
  /** Releases the lease if `token` owns it. */
  releaseLease(id: string, token: string): Promise<void>;
  /** Records that a create is about to be sent. @param sentAt `null`: MyTPE certainly executed none; clears the slug. */
  recordSent(id: string, token: string, sentAt: number | null, sending?: Sending): Promise<boolean>;
  /** Stores the upstream id by compare-and-set: only for the owner of the lease, only once. */
  recordDraft(
    id: string,
    token: string,
    draft: { readonly upstreamId: string; readonly url: string },
  ): Promise<boolean>;
  /** Ends a row that never became a link. `rejected` releases its fingerprint; `exhausted` (nothing remains to sell) keeps it. */
  abandon(
    id: string,
    token: string,
    status: 'rejected' | 'exhausted',
    now: number,
    carried?: Carried,
  ): Promise<boolean>;
  /** Returns rows that are still being issued and whose lease has expired at `now`, the oldest first. */
  unfinished(baseUrl: string, now: number, limit: number): Promise<LinkRow[]>;
}

export function leaseQueries(database: Database): Leases {
  const changed = async (sql: string, ...values: Value[]) => (await database.run(sql, ...values)) === 1;
  return {
    async takeLease(id, { token, until }, now) {
      const raw = await database.get<RawRow>(
        `UPDATE links SET lease_token = $1, lease_until = $2
         WHERE id = $3 AND (lease_token IS NULL OR lease_token = $1 OR lease_until <= $4) RETURNING ${SELECTED}`,
        token,
        until,
        id,
        now,
      );
      return raw ? linkRow(raw) : null;
    },
    async releaseLease(id, token) {
      const sql = 'UPDATE links SET lease_token = NULL, lease_until = 0 WHERE id = $1 AND lease_token = $2';
      await database.run(sql, id, token);
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
    abandon: (id, token, status, now, { count, amount } = { count: 0, amount: 0 }) =>
      changed(
        `UPDATE links SET status = $1, closed_at = $2, carried_count = $3, carried_amount = $4
         WHERE id = $5 AND lease_token = $6 AND status IN ('requested', 'drafted')`,
        status,
        now,
        count,
        amount,
        id,
        token,
      ),
    async unfinished(baseUrl, now, limit) {
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
