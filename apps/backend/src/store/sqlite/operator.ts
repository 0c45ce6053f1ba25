import { AUDIT_SELECTED, type AuditRow, type OperatorRecords, listQuery } from '../operator-records.ts';
import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { Database } from './database.ts';

/** The queries of operators. */
export function operatorQueries(database: Database): OperatorRecords {
  return {
    listLinks: async (baseUrl, filter, after, limit) => {
      const { sql, values } = listQuery(SELECTED, baseUrl, filter, after, limit, (n) => `?${n}`);
      return database.all<RawRow>(sql, ...values).map(linkRow);
    },
    earliestRead: async (baseUrl) =>
      database.get<{ at: number | null }>(
        'SELECT min(next_read_at) AS at FROM links WHERE base_url = ? AND next_read_at IS NOT NULL',
        baseUrl,
      )!.at,
    audit: async ({ at, actor, action, outcome, link, requestId }) => {
      database.run(
        'INSERT INTO audit (at, actor, action, outcome, link, request_id) VALUES (?, ?, ?, ?, ?, ?)',
        at,
        actor,
        action,
        outcome,
        link,
        requestId,
      );
    },
    auditLog: async (link, before, limit) => {
      const until = before ?? Number.MAX_SAFE_INTEGER;
      if (link === null)
        return database.all<AuditRow>(
          `SELECT ${AUDIT_SELECTED} FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?`,
          until,
          limit,
        );
      const sql = `SELECT ${AUDIT_SELECTED} FROM audit WHERE link = ? AND id < ? ORDER BY id DESC LIMIT ?`;
      return database.all<AuditRow>(sql, link, until, limit);
    },
  };
}
