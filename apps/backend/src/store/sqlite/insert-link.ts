import type { Budget, InsertOutcome, Lease, NewLink } from '../store.ts';
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
    if (budget && isOverBudget(database, link, budget)) return { kind: 'over_budget' };
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

function isOverBudget(database: Database, link: NewLink, budget: Budget): boolean {
  const count = (sql: string, ...values: (string | number | null)[]) =>
    database.get<{ n: number }>(`SELECT count(*) AS n FROM links WHERE ${sql}`, ...values)!.n;
  if (count('created_at > ?', budget.since) >= budget.perInstallation) return true;
  if (link.scope !== 'payer') return false;
  if (
    budget.perOfferDay !== null &&
    count("offer = ? AND created_at > ? AND scope = 'payer'", link.offer, budget.dayStart) >= budget.perOfferDay
  )
    return true;
  if (link.client === null) return false;
  return (
    count('client = ? AND created_at > ?', link.client, budget.since) >= budget.perClient ||
    count("client = ? AND scope = 'payer' AND closed_at IS NULL AND paid_count = 0", link.client) >=
      budget.unpaidPerClient
  );
}
