import { type RawRow, SELECTED, linkRow, originsText } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Database } from './database.ts';

type TokenQueries = Pick<
  Store,
  | 'supersedeLink'
  | 'supersedeToken'
  | 'countOrderLinks'
  | 'countAnonymousLinks'
  | 'tokenLinks'
  | 'noteToken'
  | 'keepReceipt'
>;

/** The queries of signed offers and receipts. */
export function tokenQueries(database: Database): TokenQueries {
  return {
    supersedeLink: async (id, now) => {
      database.run('UPDATE links SET superseded_at = ? WHERE id = ? AND superseded_at IS NULL', now, id);
    },
    supersedeToken: async (baseUrl, offer, version, now) =>
      database.run(
        `UPDATE links SET superseded_at = ? WHERE base_url = ? AND offer = ? AND jti IS NOT NULL AND offer_version <> ?
           AND superseded_at IS NULL AND (scope = 'shared' OR closed_at IS NULL)`,
        now,
        baseUrl,
        offer,
        version,
      ),
    countOrderLinks: async (orderKey, offerVersion) =>
      database.get<{ n: number }>(
        `SELECT count(*) AS n FROM links WHERE order_key = ? AND offer_version = ?
           AND (sent_at IS NOT NULL OR upstream_id IS NOT NULL)`,
        orderKey,
        offerVersion,
      )!.n,
    countAnonymousLinks: async (since) =>
      database.get<{ n: number }>('SELECT count(*) AS n FROM links WHERE created_at > ? AND order_key IS NULL', since)!
        .n,
    tokenLinks: async (baseUrl, offer, limit) =>
      database
        .all<RawRow>(
          `SELECT ${SELECTED} FROM links WHERE base_url = ? AND offer = ? AND jti IS NOT NULL AND status <> 'rejected'
           ORDER BY token_iat DESC, created_at DESC LIMIT ?`,
          baseUrl,
          offer,
          limit,
        )
        .map(linkRow),
    noteToken: async (id, iat, allowedOrigins) => {
      database.run(
        'UPDATE links SET token_iat = ?1, allowed_origins = ?3 WHERE id = ?2 AND token_iat < ?1',
        iat,
        id,
        originsText(allowedOrigins),
      );
    },
    keepReceipt: async (id, receipt) => {
      const raw = database.get<RawRow>(
        `UPDATE links SET receipt = coalesce(receipt, ?) WHERE id = ? RETURNING ${SELECTED}`,
        receipt,
        id,
      );
      return raw ? linkRow(raw) : null;
    },
  };
}
