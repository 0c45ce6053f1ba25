import type { LinkRow, NewLink } from '../domain/link.ts';
import { type Budget, type Reached, decisive, limitQuery } from './budget.ts';
import type { Lease } from './leases.ts';
import { COLUMNS, type RawRow, SELECTED, linkRow, originsText } from './columns.ts';
import type { Database, Value } from './database.ts';

export type InsertOutcome =
  | { readonly kind: 'inserted' | 'existing'; readonly row: LinkRow }
  | { readonly kind: 'over_budget'; readonly reached: Reached };

export interface LinkInsertion {
  /**
   * Inserts and leases a row, unless one already holds its fingerprint, its idempotency hash or its order. An order is held by its
   * open row, and permanently by a paid row; its rows that closed unpaid release it.
   * `budget: null` = unlimited.
   */
  insertLink(link: NewLink, lease: Lease, budget: Budget | null): Promise<InsertOutcome>;
}

/** The row that holds an idempotency hash or a fingerprint. One condition with `OR` would make SQLite read every link there is. */
export const HOLDER = `SELECT ${SELECTED} FROM links WHERE attempt = $1 AND status NOT IN ('rejected', 'gone')
  UNION ALL SELECT ${SELECTED} FROM links
    WHERE fingerprint = $2 AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone') LIMIT 1`;
const OF_ORDER = 'base_url = $1 AND offer = $2 AND jti IS NOT NULL AND order_key = $3';
const ORDER_HOLDER = `SELECT ${SELECTED} FROM links WHERE ${OF_ORDER} AND (closed_at IS NULL OR paid_count > 0) LIMIT 1`;
const GIVE_UP = `UPDATE links SET attempt = NULL, superseded_at = coalesce(superseded_at, $4)
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
      const held = link.orderKey === null ? await placeHolder(database, link) : undefined;
      if (held) return { kind: 'existing', row: linkRow(held) };
      for (;;) {
        const outcome = await database.transaction((within) => tryInsert(within, link, lease, budget));
        // The row that was faster may be gone again before it was read.
        if (outcome) return outcome;
      }
    },
  };
}

const placeHolder = (database: Database, { idempotencyHash, fingerprint }: NewLink): Promise<RawRow | undefined> =>
  database.get<RawRow>(HOLDER, idempotencyHash, fingerprint);

/** The row that holds the link's order, its fingerprint or its idempotency hash; closed rows of its order give theirs up first. */
async function holderOf(within: Database, link: NewLink): Promise<RawRow | undefined> {
  if (link.orderKey === null) return placeHolder(within, link);
  const order = [link.baseUrl, link.offer, link.orderKey];
  await within.run(GIVE_UP, ...order, link.createdAt);
  return (await within.get<RawRow>(ORDER_HOLDER, ...order)) ?? placeHolder(within, link);
}

/** Checks the place, then the budget, then inserts. Returns `null` if another row was faster and is gone again. */
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
  // Another row was faster. The insert waited for its transaction, so the row is there now.
  const faster = await holderOf(within, link);
  return faster ? { kind: 'existing', row: linkRow(faster) } : null;
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
