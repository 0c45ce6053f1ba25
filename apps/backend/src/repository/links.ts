import type { LinkTexts, OfferTexts } from '../domain/offer.ts';
import type { LinkRow } from '../domain/link.ts';
import type { Database, Value } from './database.ts';
import { type RawRow, SELECTED, linkRow, originsText } from './columns.ts';

/** Finds links. Changes fields that are not part of their state: texts, tokens, receipts. */
export interface Links {
  /** Returns a link by the id of its row. */
  link(id: string): Promise<LinkRow | null>;
  /** Returns the links that exist among `ids`, in no particular order. */
  links(ids: readonly string[]): Promise<LinkRow[]>;
  /** Returns the row that holds this idempotency hash. */
  linkByIdempotencyHash(hash: string): Promise<LinkRow | null>;
  /** Returns the row that holds this fingerprint. */
  linkByFingerprint(fingerprint: string): Promise<LinkRow | null>;
  /** Returns the row of a link by MyTPE's id. */
  linkByUpstreamId(baseUrl: string, upstreamId: string): Promise<LinkRow | null>;
  /**
   * Counts the links of an order, under one version of its terms, whose create was sent. Creates that MyTPE refused do not
   * count. Links that another link replaced do.
   */
  countOrderLinks(orderKey: string, offerVersion: string): Promise<number>;
  /** Returns whether a payer link was ever requested for an offer. */
  hasPayerLinks(offer: string): Promise<boolean>;
  /** Counts the anonymous links created after `since`, epoch ms. */
  countAnonymousLinks(since: number): Promise<number>;
  /** Returns the rows of a signed offer, the newest token first, without those that MyTPE refused. */
  tokenLinks(baseUrl: string, offer: string, limit: number): Promise<LinkRow[]>;
  /** Stores a token's `iat` and allowed origins, if its `iat` is later than the stored one. */
  noteToken(id: string, iat: number, allowedOrigins: readonly string[] | null): Promise<void>;
  /** Stores the receipt of a row: the first writer wins. @returns the row after that. */
  keepReceipt(id: string, receipt: string): Promise<LinkRow | null>;
  /** Returns open links with an offer's current terms whose texts differ from `texts` in the row's language. */
  outdatedTexts(baseUrl: string, offer: string, texts: OfferTexts, limit: number): Promise<LinkRow[]>;
  /** Stores the texts that MyTPE now has. */
  recordTexts(id: string, texts: LinkTexts): Promise<void>;
}

const BY_ID = `SELECT ${SELECTED} FROM links WHERE id = $1`;
const BY_IDEMPOTENCY_HASH = `SELECT ${SELECTED} FROM links WHERE attempt = $1 AND status NOT IN ('rejected', 'gone')`;
const BY_FINGERPRINT = `SELECT ${SELECTED} FROM links
  WHERE fingerprint = $1 AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')`;
/**
 * The order makes PostgreSQL use the index `links_offer_day`. Without it, the planner expects a match in the first rows if most
 * links belong to one offer, and reads the whole table for an offer that has none.
 */
export const ANY_PAYER_LINK =
  "SELECT 1 AS found FROM links WHERE offer = $1 AND scope = 'payer' ORDER BY created_at LIMIT 1";
const OPEN_TERMS = "closed_at IS NULL AND superseded_at IS NULL AND status IN ('active', 'paused')";

export function linkQueries(database: Database): Links {
  const { json, oneOf } = database.dialect;
  const one = async (sql: string, ...values: Value[]): Promise<LinkRow | null> => {
    const raw = await database.get<RawRow>(sql, ...values);
    return raw ? linkRow(raw) : null;
  };
  const many = async (sql: string, ...values: Value[]): Promise<LinkRow[]> =>
    (await database.all<RawRow>(sql, ...values)).map(linkRow);
  const count = async (condition: string, ...values: Value[]): Promise<number> =>
    (await database.get<{ n: number }>(`SELECT count(*) AS n FROM links WHERE ${condition}`, ...values))!.n;

  return {
    link: (id) => one(BY_ID, id),
    links: (ids) => many(`SELECT ${SELECTED} FROM links WHERE id ${oneOf('$1')}`, JSON.stringify(ids)),
    linkByIdempotencyHash: (hash) => one(BY_IDEMPOTENCY_HASH, hash),
    linkByFingerprint: (fingerprint) => one(BY_FINGERPRINT, fingerprint),
    linkByUpstreamId: (baseUrl, upstreamId) =>
      one(`SELECT ${SELECTED} FROM links WHERE base_url = $1 AND upstream_id = $2`, baseUrl, upstreamId),
    hasPayerLinks: async (offer) => (await database.get(ANY_PAYER_LINK, offer)) !== undefined,
    countOrderLinks: (orderKey, offerVersion) =>
      count(
        'order_key = $1 AND offer_version = $2 AND (sent_at IS NOT NULL OR upstream_id IS NOT NULL)',
        orderKey,
        offerVersion,
      ),
    countAnonymousLinks: (since) => count('created_at > $1 AND order_key IS NULL', since),
    tokenLinks: (baseUrl, offer, limit) =>
      many(
        `SELECT ${SELECTED} FROM links WHERE base_url = $1 AND offer = $2 AND jti IS NOT NULL AND status <> 'rejected'
         ORDER BY token_iat DESC, created_at DESC LIMIT $3`,
        baseUrl,
        offer,
        limit,
      ),
    async noteToken(id, iat, allowedOrigins) {
      await database.run(
        'UPDATE links SET token_iat = $1, allowed_origins = $3 WHERE id = $2 AND token_iat < $1',
        iat,
        id,
        originsText(allowedOrigins),
      );
    },
    keepReceipt: (id, receipt) =>
      one(`UPDATE links SET receipt = coalesce(receipt, $1) WHERE id = $2 RETURNING ${SELECTED}`, receipt, id),
    outdatedTexts(baseUrl, offer, { byLanguage, metadata }, limit) {
      const text = (name: string) => `${json('$3')} -> coalesce(language, 'default') ->> '${name}'`;
      return many(
        `SELECT ${SELECTED} FROM links WHERE base_url = $1 AND offer = $2 AND ${OPEN_TERMS} AND (metadata <> $4
           OR title <> ${text('title')} OR description IS DISTINCT FROM ${text('description')}) LIMIT $5`,
        baseUrl,
        offer,
        JSON.stringify(byLanguage),
        JSON.stringify(metadata),
        limit,
      );
    },
    async recordTexts(id, { title, description, metadata }) {
      const sql = 'UPDATE links SET title = $1, description = $2, metadata = $3 WHERE id = $4';
      await database.run(sql, title, description, JSON.stringify(metadata), id);
    },
  };
}

/** Conditions on the links of a list; `null` matches all. Moments are epoch ms. */
export interface LinkFilter {
  /** `created`: all links by their creation. `paid`: paid links by when the backend first saw a payment. */
  readonly by: 'created' | 'paid';
  readonly offer: string | null;
  readonly status: string | null;
  readonly reference: string | null;
  readonly from: number | null;
  /** Exclusive end of the period. */
  readonly until: number | null;
}

/** The position of a page's last item. The next page begins after it. */
export interface ListPosition {
  readonly at: number;
  readonly id: string;
}

/** The list of links that operators see. */
export interface LinkList {
  /** Returns links of one MyTPE address, the latest first. @param after the end of the page before; `null`: the first page. */
  listLinks(baseUrl: string, filter: LinkFilter, after: ListPosition | null, limit: number): Promise<LinkRow[]>;
}

export function linkListQueries(database: Database): LinkList {
  return {
    async listLinks(baseUrl, filter, after, limit) {
      // The query contains only the conditions of the filter, so that each list finds its index.
      const values: Value[] = [];
      const value = (given: Value): string => `$${values.push(given)}`;
      const moment = filter.by === 'paid' ? 'paid_seen_at' : 'created_at';
      const conditions = [`base_url = ${value(baseUrl)}`];
      if (filter.by === 'paid') conditions.push('paid_seen_at IS NOT NULL');
      for (const column of ['offer', 'status', 'reference'] as const) {
        const wanted = filter[column];
        if (wanted !== null) conditions.push(`${column} = ${value(wanted)}`);
      }
      if (filter.from !== null) conditions.push(`${moment} >= ${value(filter.from)}`);
      if (filter.until !== null) conditions.push(`${moment} < ${value(filter.until)}`);
      if (after) conditions.push(`(${moment}, id) < (${value(after.at)}, ${value(after.id)})`);
      const sql = `SELECT ${SELECTED} FROM links WHERE ${conditions.join(' AND ')}
        ORDER BY ${moment} DESC, id DESC LIMIT ${value(limit)}`;
      return (await database.all<RawRow>(sql, ...values)).map(linkRow);
    },
  };
}
