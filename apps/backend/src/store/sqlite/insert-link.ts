import type { Budget, InsertOutcome, Lease, NewLink } from '../store.ts';
import type { Database } from './database.ts';
import { COLUMNS, type RawRow, SELECTED, linkRow } from '../rows.ts';

const HOLDER = `SELECT ${SELECTED} FROM links
  WHERE ((fingerprint = ?1 AND superseded_at IS NULL) OR attempt = ?2) AND status NOT IN ('rejected', 'gone') LIMIT 1`;

const OF_ORDER = 'base_url = ?1 AND offer = ?2 AND jti IS NOT NULL AND order_key = ?3';
const ORDER_HOLDER = `SELECT ${SELECTED} FROM links WHERE ${OF_ORDER} AND (closed_at IS NULL OR paid_count > 0) LIMIT 1`;
const GIVE_UP = `UPDATE links SET attempt = NULL, superseded_at = coalesce(superseded_at, ?4)
  WHERE ${OF_ORDER} AND closed_at IS NOT NULL AND paid_count = 0`;

/** Checks the place, then the budget, then inserts: all in one transaction, so that neither can be overrun. */
export function insertLink(database: Database, link: NewLink, lease: Lease, budget: Budget | null): InsertOutcome {
  return database.transaction(() => {
    const holder =
      (link.orderKey === null ? undefined : orderHolder(database, link)) ??
      database.get<RawRow>(HOLDER, link.fingerprint, link.attempt);
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
