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
      await database.run('UPDATE links SET superseded_at = $1 WHERE id = $2 AND superseded_at IS NULL', now, id);
    },
    supersedeToken: (baseUrl, offer, version, now) =>
      database.run(
        `UPDATE links SET superseded_at = $1 WHERE base_url = $2 AND offer = $3 AND jti IS NOT NULL AND offer_version <> $4
           AND superseded_at IS NULL AND (scope = 'shared' OR closed_at IS NULL)`,
        now,
        baseUrl,
        offer,
        version,
      ),
    countOrderLinks: async (orderKey, offerVersion) =>
      (await database.get<{ n: number }>(
        `SELECT count(*) AS n FROM links WHERE order_key = $1 AND offer_version = $2
           AND (sent_at IS NOT NULL OR upstream_id IS NOT NULL)`,
        orderKey,
        offerVersion,
      ))!.n,
    countAnonymousLinks: async (since) =>
      (await database.get<{ n: number }>(
        'SELECT count(*) AS n FROM links WHERE created_at > $1 AND order_key IS NULL',
        since,
      ))!.n,
    tokenLinks: async (baseUrl, offer, limit) => {
      const rows = await database.all<RawRow>(
        `SELECT ${SELECTED} FROM links WHERE base_url = $1 AND offer = $2 AND jti IS NOT NULL AND status <> 'rejected'
         ORDER BY token_iat DESC, created_at DESC LIMIT $3`,
        baseUrl,
        offer,
        limit,
      );
      return rows.map(linkRow);
    },
    noteToken: async (id, iat, allowedOrigins) => {
      await database.run(
        'UPDATE links SET token_iat = $1, allowed_origins = $3 WHERE id = $2 AND token_iat < $1',
        iat,
        id,
        originsText(allowedOrigins),
      );
    },
    keepReceipt: async (id, receipt) => {
      const raw = await database.get<RawRow>(
        `UPDATE links SET receipt = coalesce(receipt, $1) WHERE id = $2 RETURNING ${SELECTED}`,
        receipt,
        id,
      );
      return raw ? linkRow(raw) : null;
    },
  };
}
