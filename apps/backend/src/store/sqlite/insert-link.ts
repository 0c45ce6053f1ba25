import { type Budget, type Reached, decisive, limitQuery } from '../budget.ts';
import type { InsertOutcome, Lease, NewLink } from '../store.ts';
import type { Database } from './database.ts';
import { COLUMNS, type RawRow, SELECTED, linkRow, originsText } from '../rows.ts';

// Two questions: asked as one with OR, SQLite would answer neither by its index, and read every link there ever was.
const BY_ATTEMPT = `SELECT ${SELECTED} FROM links WHERE attempt = ? AND status NOT IN ('rejected', 'gone')`;
const BY_FINGERPRINT = `SELECT ${SELECTED} FROM links
  WHERE fingerprint = ? AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')`;

const OF_ORDER = 'base_url = ?1 AND offer = ?2 AND jti IS NOT NULL AND order_key = ?3';
const ORDER_HOLDER = `SELECT ${SELECTED} FROM links WHERE ${OF_ORDER} AND (closed_at IS NULL OR paid_count > 0) LIMIT 1`;
const GIVE_UP = `UPDATE links SET attempt = NULL, superseded_at = coalesce(superseded_at, ?4)
  WHERE ${OF_ORDER} AND closed_at IS NOT NULL AND paid_count = 0`;

/** What each press asks first: tests look at how it is found. */
export const HOLDERS = [BY_ATTEMPT, BY_FINGERPRINT];

/** Checks the place, then the budget, then inserts: all in one transaction, so that neither can be overrun. */
export function insertLink(database: Database, link: NewLink, lease: Lease, budget: Budget | null): InsertOutcome {
  return database.transaction(() => {
    const holder =
      (link.orderKey === null ? undefined : orderHolder(database, link)) ??
      database.get<RawRow>(BY_ATTEMPT, link.attempt) ??
      database.get<RawRow>(BY_FINGERPRINT, link.fingerprint);
    if (holder) return { kind: 'existing', row: linkRow(holder) };
    const reached = budget ? reachedLimit(database, link, budget) : undefined;
    if (reached) return { kind: 'over_budget', reached };
    const values: Record<string, string | number | null> = {
      ...Object.fromEntries(
        Object.entries(link).map(([field, value]) => [
          COLUMNS[field as keyof NewLink],
          value as string | number | null,
        ]),
      ),
      terms: JSON.stringify(link.terms),
      metadata: JSON.stringify(link.metadata),
      allowed_origins: originsText(link.allowedOrigins),
      usage_mode: link.terms.usageMode,
      status: 'requested',
      lease_token: lease.token,
      lease_until: lease.until,
    };
    const names = Object.keys(values);
    database.run(
      `INSERT INTO links (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      ...Object.values(values),
    );
    return {
      kind: 'inserted',
      row: linkRow(database.get<RawRow>(`SELECT ${SELECTED} FROM links WHERE id = ?`, link.id)!),
    };
  });
}

/** The row that holds the link's order; the others let go of what they hold. */
function orderHolder(database: Database, link: NewLink): RawRow | undefined {
  const order = [link.baseUrl, link.offer, link.orderKey];
  database.run(GIVE_UP, ...order, link.createdAt);
  return database.get<RawRow>(ORDER_HOLDER, ...order);
}

function reachedLimit(database: Database, link: NewLink, { now, limits }: Budget): Reached | undefined {
  const reached = limits.flatMap((limit): Reached[] => {
    const query = limitQuery(limit, link, now);
    const row = query && database.get<{ at: number }>(query.sql.replaceAll('$', '?'), ...query.values);
    return row ? [{ of: limit.of, until: row.at + limit.windowMs }] : [];
  });
  return decisive(reached);
}
