import { type Budget, type Reached, decisive, limitQuery } from '../budget.ts';
import type { InsertOutcome, Lease, NewLink } from '../store.ts';
import { COLUMNS, type RawRow, SELECTED, linkRow, originsText } from '../rows.ts';
import type { Database } from './database.ts';

const HOLDER = `SELECT ${SELECTED} FROM links
  WHERE ((fingerprint = $1 AND superseded_at IS NULL) OR attempt = $2) AND status NOT IN ('rejected', 'gone') LIMIT 1`;
const OF_ORDER = 'base_url = $1 AND offer = $2 AND jti IS NOT NULL AND order_key = $3';
const ORDER_HOLDER = `SELECT ${SELECTED} FROM links WHERE ${OF_ORDER} AND (closed_at IS NULL OR paid_count > 0) LIMIT 1`;
const GIVE_UP = `UPDATE links SET attempt = NULL, superseded_at = coalesce(superseded_at, $4)
  WHERE ${OF_ORDER} AND closed_at IS NOT NULL AND paid_count = 0`;
/**
 * Advisory locks: creations that share a budget are counted one at a time across replicas, so that concurrent creations
 * cannot exceed it. Signed orders have a separate lock, because a flood of anonymous creations must not delay them.
 */
export const BUDGET_LOCKS = { anonymous: 6_982_302, signed: 6_982_303 };

/** Checks the place, then the budget, then inserts, so that neither can be overrun. */
export async function insertLink(
  database: Database,
  link: NewLink,
  lease: Lease,
  budget: Budget | null,
): Promise<InsertOutcome> {
  const held = link.orderKey === null ? await placeHolder(database, link) : undefined;
  if (held) return { kind: 'existing', row: linkRow(held) };
  for (;;) {
    const outcome = await database.transaction((within) => tryInsert(within, link, lease, budget));
    // Whoever was faster may have left again before we could look.
    if (outcome) return outcome;
  }
}

const placeHolder = (database: Database, { fingerprint, attempt }: NewLink): Promise<RawRow | undefined> =>
  database.get<RawRow>(HOLDER, fingerprint, attempt);

/** The row that holds the link's order, its fingerprint or its attempt; rows of its order that are over let go first. */
async function holderOf(database: Database, link: NewLink): Promise<RawRow | undefined> {
  if (link.orderKey === null) return placeHolder(database, link);
  const order = [link.baseUrl, link.offer, link.orderKey];
  await database.run(GIVE_UP, ...order, link.createdAt);
  return (await database.get<RawRow>(ORDER_HOLDER, ...order)) ?? placeHolder(database, link);
}

async function tryInsert(
  within: Database,
  link: NewLink,
  lease: Lease,
  budget: Budget | null,
): Promise<InsertOutcome | null> {
  if (budget) {
    const lock = link.orderKey === null ? BUDGET_LOCKS.anonymous : BUDGET_LOCKS.signed;
    await within.run('SELECT pg_advisory_xact_lock($1)', lock);
  }
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
  // Somebody was faster; the insert waited for them, so their row is there now.
  const faster = await holderOf(within, link);
  return faster ? { kind: 'existing', row: linkRow(faster) } : null;
}

function valuesOf(link: NewLink, lease: Lease): Record<string, unknown> {
  const fields = Object.entries(link).map(([field, value]) => [COLUMNS[field as keyof NewLink], value]);
  return {
    ...(Object.fromEntries(fields) as Record<string, unknown>),
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
