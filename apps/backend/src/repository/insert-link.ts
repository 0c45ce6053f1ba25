import type { LinkRow, NewLink } from '../domain/link.ts';
import type { Lease } from './leases.ts';
import { COLUMNS, type RawRow, SELECTED, linkRow, originsText } from './columns.ts';
import type { Database, Value } from './database.ts';

/**
 * The links that a limit counts. Visitors can create "anonymous" links. Links of signed one-shot orders are not anonymous,
 * because each needs the merchant's signature.
 */
export type Counted =
  /** Anonymous links of all clients. */
  | 'installation'
  /** The same, for a request without a proof of work. */
  | 'unproven'
  /** Anonymous links of one network of the client; see `ClientNetworks`. */
  | 'address'
  | 'site'
  | 'block'
  /** Anonymous payer links of one address that are open and unpaid. */
  | 'unpaid'
  /** Payer links of one offer that are open or paid: all, of one address, of one site. */
  | 'offer'
  | 'offer_address'
  | 'offer_site'
  /** Links of signed orders. */
  | 'signed';

/** Allows at most `most` links within the last `windowMs` milliseconds. */
export interface Limit {
  readonly of: Counted;
  readonly most: number;
  readonly windowMs: number;
}

/** The limits on one new link. The database counts, so that all replicas share the limits, also after a restart. */
export interface Budget {
  /** Epoch ms. */
  readonly now: number;
  readonly limits: readonly Limit[];
}

/** A reached limit. */
export interface Reached {
  readonly of: Counted;
  /** When the oldest counted link leaves the window, epoch ms. Another link can be created from then on. */
  readonly until: number;
}

/** The result of an insertion: the new row, the row that existed, or the limit that refused it. */
export type InsertOutcome =
  | { readonly kind: 'inserted' | 'existing'; readonly row: LinkRow }
  | { readonly kind: 'over_budget'; readonly reached: Reached };

/** Creates the rows of links. */
export interface LinkInsertion {
  /**
   * Inserts and leases a row, unless another row holds its fingerprint, its idempotency hash or its order. An open row holds
   * its order, a paid row holds it permanently, and a row that closed unpaid releases it.
   * @param budget `null`: unlimited.
   */
  insertLink(link: NewLink, lease: Lease, budget: Budget | null): Promise<InsertOutcome>;
}

/** Selects the row that holds an idempotency hash or a fingerprint. With one condition and `OR`, SQLite would read all links. */
export const HOLDER = `SELECT ${SELECTED} FROM links WHERE attempt = $1 AND status NOT IN ('rejected', 'gone')
  UNION ALL SELECT ${SELECTED} FROM links
    WHERE fingerprint = $2 AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone') LIMIT 1`;
const OF_ORDER = 'base_url = $1 AND offer = $2 AND jti IS NOT NULL AND order_key = $3';
const ORDER_HOLDER = `SELECT ${SELECTED} FROM links WHERE ${OF_ORDER} AND (closed_at IS NULL OR paid_count > 0) LIMIT 1`;
/** Makes the rows of an order that closed unpaid release it. */
const RELEASE = `UPDATE links SET attempt = NULL, superseded_at = coalesce(superseded_at, $4)
  WHERE ${OF_ORDER} AND closed_at IS NOT NULL AND paid_count = 0`;
/**
 * Locks of the database: creations that share a budget are counted one at a time across replicas, so that concurrent
 * creations cannot exceed it. Signed orders have a separate lock, because a flood of anonymous creations must not delay
 * them.
 */
export const BUDGET_LOCKS = { anonymous: 6_982_302, signed: 6_982_303 };

export function insertLinkQuery(database: Database): LinkInsertion {
  return {
    async insertLink(link, lease, budget) {
      const held = link.orderKey === null ? await rowWithPlace(database, link) : undefined;
      if (held) return { kind: 'existing', row: linkRow(held) };
      for (;;) {
        const outcome = await database.transaction((within) => tryInsert(within, link, lease, budget));
        // The concurrent row can be gone before it is read.
        if (outcome) return outcome;
      }
    },
  };
}

const rowWithPlace = (database: Database, { idempotencyHash, fingerprint }: NewLink): Promise<RawRow | undefined> =>
  database.get<RawRow>(HOLDER, idempotencyHash, fingerprint);

/** Returns the row that holds the order, fingerprint or idempotency hash. Closed, unpaid rows of the order release theirs first. */
async function holderOf(within: Database, link: NewLink): Promise<RawRow | undefined> {
  if (link.orderKey === null) return rowWithPlace(within, link);
  const order = [link.baseUrl, link.offer, link.orderKey];
  await within.run(RELEASE, ...order, link.createdAt);
  return (await within.get<RawRow>(ORDER_HOLDER, ...order)) ?? rowWithPlace(within, link);
}

/** Looks for a holder, checks the budget, then inserts. Returns `null` if a concurrent row was inserted and is gone again. */
async function tryInsert(
  within: Database,
  link: NewLink,
  lease: Lease,
  budget: Budget | null,
): Promise<InsertOutcome | null> {
  const { lock } = within.dialect;
  if (budget && lock !== null)
    await within.run(lock, link.orderKey === null ? BUDGET_LOCKS.anonymous : BUDGET_LOCKS.signed);
  if (budget || link.orderKey !== null) {
    const holder = await holderOf(within, link);
    if (holder) return { kind: 'existing', row: linkRow(holder) };
  }
  const reached = budget ? await reachedLimit(within, link, budget) : undefined;
  if (reached) return { kind: 'over_budget', reached };
  const values = valuesOf(link, lease);
  const names = Object.keys(values);
  const inserted = await within.get<RawRow>(
    `INSERT INTO links (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})
       ON CONFLICT DO NOTHING RETURNING ${SELECTED}`,
    ...Object.values(values),
  );
  if (inserted) return { kind: 'inserted', row: linkRow(inserted) };
  // A concurrent row took the place. The insert waited for its transaction, so the row is visible now.
  const concurrent = await holderOf(within, link);
  return concurrent ? { kind: 'existing', row: linkRow(concurrent) } : null;
}

function valuesOf(link: NewLink, lease: Lease): Record<string, Value> {
  const fields = Object.entries(link).map(([field, value]) => [COLUMNS[field as keyof NewLink], value]);
  return {
    ...(Object.fromEntries(fields) as Record<string, Value>),
    terms: JSON.stringify(link.terms),
    metadata: JSON.stringify(link.metadata),
    allowed_origins: originsText(link.allowedOrigins),
    usage_mode: link.terms.usageMode,
    status: 'requested',
    lease_token: lease.token,
    lease_until: lease.until,
  };
}

async function reachedLimit(database: Database, link: NewLink, { now, limits }: Budget): Promise<Reached | undefined> {
  const reached: Reached[] = [];
  for (const limit of limits) {
    const query = limitQuery(limit, link, now);
    const row = query && (await database.get<{ at: number }>(query.sql, ...query.values));
    if (row) reached.push({ of: limit.of, until: row.at + limit.windowMs });
  }
  return decisive(reached);
}

const ANONYMOUS = 'order_key IS NULL';
const OF_OFFER = "offer = $3 AND scope = 'payer' AND (closed_at IS NULL OR paid_count > 0)";

interface Selection {
  readonly where: string;
  /** Values from `$3` on. If one is `null`, the limit does not apply to the link. */
  readonly values: (link: NewLink) => readonly (string | null)[];
}

const SELECTIONS: Readonly<Record<Counted, Selection>> = {
  installation: { where: ANONYMOUS, values: () => [] },
  unproven: { where: ANONYMOUS, values: () => [] },
  address: { where: `client = $3 AND ${ANONYMOUS}`, values: ({ client }) => [client] },
  site: { where: `client_site = $3 AND ${ANONYMOUS}`, values: ({ clientSite }) => [clientSite] },
  block: { where: `client_block = $3 AND ${ANONYMOUS}`, values: ({ clientBlock }) => [clientBlock] },
  unpaid: {
    where: `client = $3 AND ${ANONYMOUS} AND scope = 'payer' AND closed_at IS NULL AND paid_count = 0`,
    values: ({ client }) => [client],
  },
  offer: { where: OF_OFFER, values: ({ offer }) => [offer] },
  offer_address: { where: `${OF_OFFER} AND client = $4`, values: ({ offer, client }) => [offer, client] },
  offer_site: { where: `${OF_OFFER} AND client_site = $4`, values: ({ offer, clientSite }) => [offer, clientSite] },
  signed: { where: 'order_key IS NOT NULL', values: () => [] },
};

/** A query with PostgreSQL's placeholders. */
export interface Query {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** Returns the SQL of {@link limitQuery}. */
export function limitSql(of: Counted): string {
  return `SELECT created_at AS at FROM links WHERE created_at > $1 AND ${SELECTIONS[of].where}
    ORDER BY created_at DESC LIMIT 1 OFFSET $2`;
}

/**
 * Returns the query for the link whose age decides when a limit ends: the oldest of the newest `most` links in the window. Its
 * one row is `{ at }`, the creation time in epoch ms. It has no row if the limit is not reached.
 * @returns `null` if the limit does not apply to the link.
 */
export function limitQuery({ of, most, windowMs }: Limit, link: NewLink, now: number): Query | null {
  const values = SELECTIONS[of].values(link);
  if (values.includes(null)) return null;
  return { sql: limitSql(of), values: [now - windowMs, most - 1, ...(values as string[])] };
}

/** Returns the reached limit that lasts longest. `unproven` counts only if no other limit is reached. */
export function decisive(reached: readonly Reached[]): Reached | undefined {
  const lasting = reached.filter(({ of }) => of !== 'unproven');
  return (lasting.length > 0 ? lasting : reached).toSorted((one, other) => other.until - one.until)[0];
}
