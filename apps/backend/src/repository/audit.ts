import type { Database } from './database.ts';

/** An action of an operator. */
export interface NewAuditRow {
  readonly at: number;
  /** Fingerprint of the operator's token. */
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
  readonly link: string | null;
  readonly requestId: string;
}
/** An entry of the audit log. */
export type AuditRow = NewAuditRow & { readonly id: number };

/** The audit log: the actions of operators. */
export interface Audit {
  /** Adds an entry. The database refuses to change or remove entries. */
  audit(entry: NewAuditRow): Promise<void>;
  /** Returns entries, the latest first. @param link `null`: of all links. @param before an id; only entries before it. */
  auditLog(link: string | null, before: number | null, limit: number): Promise<AuditRow[]>;
}

const ADD = 'INSERT INTO audit (at, actor, action, outcome, link, request_id) VALUES ($1, $2, $3, $4, $5, $6)';
const list = (condition: string): string =>
  `SELECT id, at, actor, action, outcome, link, request_id AS "requestId" FROM audit
   WHERE id < $1 ${condition} ORDER BY id DESC LIMIT $2`;

export function auditQueries(database: Database): Audit {
  return {
    async audit({ at, actor, action, outcome, link, requestId }) {
      await database.run(ADD, at, actor, action, outcome, link, requestId);
    },
    auditLog(link, before, limit) {
      const until = before ?? Number.MAX_SAFE_INTEGER;
      if (link === null) return database.all<AuditRow>(list(''), until, limit);
      return database.all<AuditRow>(list('AND link = $3'), until, limit, link);
    },
  };
}
