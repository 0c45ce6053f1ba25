import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

import { type Database, type Dialect, type Value, tooNew } from './database.ts';
import { migrations } from './migrations.ts';
import { createPrivateDirectory, createPrivateFile } from './private-files.ts';

const ADDED_ONLY = "BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END";

export const SQLITE: Dialect = {
  // One process writes, one transaction at a time: nothing needs a lock.
  skipLocked: '',
  forUpdate: '',
  lock: null,
  notify: null,
  greatest: 'max',
  json: (parameter) => parameter,
  oneOf: (parameter) => `IN (SELECT value FROM json_each(${parameter}))`,
  entries: (parameter) => `json_each(${parameter})`,
  integer: 'INTEGER',
  bytes: 'BLOB',
  counter: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  table: ' STRICT',
  keepAudit: [
    `CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit ${ADDED_ONLY}`,
    `CREATE TRIGGER audit_kept BEFORE DELETE ON audit ${ADDED_ONLY}`,
  ],
};

/**
 * A SQLite file belongs to one process, so leases from before the start are those of a process that has ended. Links that
 * exist keep theirs: MyTPE may still execute the last request that switches them.
 */
const RESET_LEASES = `
  UPDATE links SET lease_token = NULL, lease_until = 0 WHERE lease_until > 0 AND status IN ('requested', 'drafted');
  UPDATE webhooks_out SET lease_token = NULL, due_at = 0
    WHERE state = 'pending' AND due_at IS NOT NULL AND lease_token IS NOT NULL`;

/**
 * Opens (and creates or upgrades) a database file for one process; `:memory:` for none. New files and directories are
 * private to this user. Every commit is on the disk before the call returns (WAL, `synchronous=FULL`).
 * @throws Error when the file was written by a newer version of this software.
 */
export function openSqlite(path: string): Database {
  if (path !== ':memory:') {
    createPrivateDirectory(dirname(path));
    createPrivateFile(path);
  }
  const connection = new DatabaseSync(path, { timeout: 5000 });
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  migrate(connection);
  connection.exec(RESET_LEASES);

  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = connection.prepare(numbered(sql))));
    return statement;
  };
  const get = <Row>(sql: string, values: Value[]) => prepared(sql).get(...values) as Row | undefined;
  const all = <Row>(sql: string, values: Value[]) => prepared(sql).all(...values) as Row[];
  const run = (sql: string, values: Value[]) => Number(prepared(sql).run(...values).changes);
  const base = { dialect: SQLITE, isShared: false, onNotification: () => async () => {} } as const;
  const within: Database = {
    ...base,
    get: async (sql, ...values) => get(sql, values),
    all: async (sql, ...values) => all(sql, values),
    run: async (sql, ...values) => run(sql, values),
    transaction: () => Promise.reject(new Error('a transaction holds no other')),
    close: () => Promise.reject(new Error('a transaction does not close the store')),
  };
  /** The end of the open transaction. The connection has room for one, so all other statements wait for it. */
  const open: { until: Promise<void> | null } = { until: null };
  // No `await` between this check and the use of the connection: another transaction may begin there.
  return {
    ...base,
    async get(sql, ...values) {
      while (open.until) await open.until;
      return get(sql, values);
    },
    async all(sql, ...values) {
      while (open.until) await open.until;
      return all(sql, values);
    },
    async run(sql, ...values) {
      while (open.until) await open.until;
      return run(sql, values);
    },
    async transaction(work) {
      while (open.until) await open.until;
      connection.exec('BEGIN IMMEDIATE');
      let ended = (): void => {};
      open.until = new Promise((resolve) => (ended = resolve));
      try {
        const result = await work(within);
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        if (connection.isTransaction) connection.exec('ROLLBACK');
        throw error;
      } finally {
        open.until = null;
        ended();
      }
    },
    async close() {
      while (open.until) await open.until;
      connection.close();
    },
  };
}

/** The query with SQLite's own numbered parameters, `?1`; text in quotes stays as it is. */
export function numbered(sql: string): string {
  return sql.replaceAll(/'[^']*'|"[^"]*"|\$(\d+)/g, (whole, number?: string) => (number ? `?${number}` : whole));
}

function migrate(connection: DatabaseSync): void {
  const known = migrations(SQLITE);
  connection.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = connection.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > known.length) throw tooNew(version, known.length);
    for (const statement of known.slice(version).flat()) connection.exec(statement);
    connection.exec(`PRAGMA user_version = ${known.length}`);
    connection.exec('COMMIT');
  } catch (error) {
    connection.close();
    throw error;
  }
}
