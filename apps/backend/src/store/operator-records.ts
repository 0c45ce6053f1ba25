import type { LinkRow } from './store.ts';

/** Which links a list holds. `null`: whatever it is. Moments are epoch ms. */
export interface LinkFilter {
  /** By when they were issued, or only those seen paid, by when that was. */
  readonly by: 'created' | 'paid';
  readonly offer: string | null;
  readonly status: string | null;
  readonly reference: string | null;
  readonly from: number | null;
  /** Exclusive. */
  readonly until: number | null;
}

/** The last item of a page: the next page begins behind it. */
export interface ListPosition {
  readonly at: number;
  readonly id: string;
}

/** What an operator did, or wanted done. */
export interface NewAuditRow {
  readonly at: number;
  /** Fingerprint of the token. */
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
  readonly link: string | null;
  readonly requestId: string;
}
export type AuditRow = NewAuditRow & { readonly id: number };

/** What the store tells and keeps for operators. */
export interface OperatorRecords {
  /** Links of one MyTPE, the latest first. */
  listLinks(baseUrl: string, filter: LinkFilter, after: ListPosition | null, limit: number): Promise<LinkRow[]>;
  /** When the link that is due for longest was to be read; `null` when none is to be read. */
  earliestRead(baseUrl: string): Promise<number | null>;
  /** Adds to the audit log, whose entries are never changed or removed. */
  audit(entry: NewAuditRow): Promise<void>;
  /** Entries before `before` (an id), the latest first; of one link, or all. */
  auditLog(link: string | null, before: number | null, limit: number): Promise<AuditRow[]>;
}

type Value = string | number;

/**
 * The list as a query. Only the conditions that are asked for are in it, so that each finds its index.
 * @param placeholder how the database writes its n-th value, from 1.
 */
export function listQuery(
  selected: string,
  baseUrl: string,
  filter: LinkFilter,
  after: ListPosition | null,
  limit: number,
  placeholder: (n: number) => string,
): { sql: string; values: Value[] } {
  const values: Value[] = [];
  const value = (given: Value): string => placeholder(values.push(given));
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
  const sql = `SELECT ${selected} FROM links WHERE ${conditions.join(' AND ')} ORDER BY ${moment} DESC, id DESC LIMIT ${value(limit)}`;
  return { sql, values };
}

/** `SELECT` list of the audit log. */
export const AUDIT_SELECTED = 'id, at, actor, action, outcome, link, request_id AS "requestId"';
