import { AUDIT_SELECTED, type AuditRow, type OperatorRecords, listQuery } from '../operator-records.ts';
import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { Database } from './database.ts';

/** The queries of operators. */
export function operatorQueries(database: Database): OperatorRecords {
  return {
    listLinks: async (baseUrl, filter, after, limit) => {
      const { sql, values } = listQuery(SELECTED, baseUrl, filter, after, limit, (n) => `$${n}`);
      return (await database.all<RawRow>(sql, ...values)).map(linkRow);
    },
    earliestRead: async (baseUrl) => {
      const sql = 'SELECT min(next_read_at) AS at FROM links WHERE base_url = $1 AND next_read_at IS NOT NULL';
      return (await database.get<{ at: number | null }>(sql, baseUrl))!.at;
    },
    audit: async ({ at, actor, action, outcome, link, requestId }) => {
      await database.run(
        'INSERT INTO audit (at, actor, action, outcome, link, request_id) VALUES ($1, $2, $3, $4, $5, $6)',
        at,
        actor,
        action,
        outcome,
        link,
        requestId,
      );
    },
    auditLog: (link, before, limit) => {
      const until = before ?? Number.MAX_SAFE_INTEGER;
      if (link === null)
        return database.all<AuditRow>(
          `SELECT ${AUDIT_SELECTED} FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2`,
          until,
          limit,
        );
      const sql = `SELECT ${AUDIT_SELECTED} FROM audit WHERE link = $1 AND id < $2 ORDER BY id DESC LIMIT $3`;
      return database.all<AuditRow>(sql, link, until, limit);
    },
  };
}
