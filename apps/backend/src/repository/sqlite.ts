import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

import { type Database, type Dialect, type Value, tooNew } from './database.ts';
import { migrations } from './migrations.ts';

const ADDED_ONLY = "BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END";

/** SQLite's parts of the queries. */
export const SQLITE: Dialect = {
  // One process runs one transaction at a time, so nothing needs a lock.
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
 * One process uses a SQLite file, so all leases at the start belong to a process that has ended. Issued links keep their
 * leases, because MyTPE may still execute the last request that pauses or resumes them.
 */
const RESET_LEASES = `
  UPDATE links SET lease_token = NULL, lease_until = 0 WHERE lease_until > 0 AND status IN ('requested', 'drafted');
  UPDATE webhooks_out SET lease_token = NULL, due_at = 0
    WHERE state = 'pending' AND due_at IS NOT NULL AND lease_token IS NOT NULL`;

/**
 * Opens (and creates or upgrades) a database file for one process; `:memory:`: without a file. Only this user can open new
 * files and directories. Every commit is on disk before the call returns (WAL, `synchronous=FULL`).
 * @throws Error if a newer version of this software wrote the file.
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
    transaction: () => Promise.reject(new Error('transactions cannot be nested')),
    close: () => Promise.reject(new Error('a transaction cannot close the database')),
  };
  /** The end of the open transaction. The connection allows one, so all other statements wait for its end. */
  const open: { until: Promise<void> | null } = { until: null };
  // No `await` between this check and the use of the connection, because another transaction could begin there.
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

/** Returns the query with SQLite's numbered parameters, `?1`. Quoted text stays unchanged. */
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

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const OTHERS = 0o077;
const STICKY = 0o1000;

/** A file or directory of the database that other users of the machine can open. */
export interface WidePath {
  readonly path: string;
  /** Permissions in octal, like `0644`. */
  readonly mode: string;
  /** The command or the setting that fixes it. */
  readonly fix: string;
}

/** Creates a directory, and its parents, that only this user can open (mode 0700). An existing one keeps its mode. */
export function createPrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: DIRECTORY_MODE });
}

/**
 * Creates an empty file that only this user can open (mode 0600), for SQLite to write to. SQLite would create it with the
 * mode of the umask. It gives `-wal` and `-shm` the mode of the database.
 * @param flag `a`: an existing file stays unchanged. `wx`: an existing file makes the call throw `EEXIST`.
 */
export function createPrivateFile(path: string, flag: 'a' | 'wx' = 'a'): void {
  closeSync(openSync(path, flag, FILE_MODE));
}

/** Returns the files and the directory of the database that other users can open. @param path the database file. */
export function findWidePaths(path: string): WidePath[] {
  // Windows has no file modes; its files inherit access control lists.
  if (path === ':memory:' || process.platform === 'win32') return [];
  const files = ['', '-wal', '-shm'].map((suffix) => widePath(path + suffix, FILE_MODE));
  return [widePath(dirname(path), DIRECTORY_MODE), ...files].filter((wide) => wide !== null);
}

function widePath(path: string, wanted: number): WidePath | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || (stat.mode & OTHERS) === 0) return null;
  // A directory that several users share, such as /tmp, must stay open to them.
  const isShared = wanted === DIRECTORY_MODE && ((stat.mode & STICKY) !== 0 || stat.uid !== process.getuid?.());
  const fix = isShared
    ? 'set STORE_URL to a file in a directory that belongs to this user alone'
    : `chmod ${wanted.toString(8)} ${shellWord(path)}`;
  return { path, mode: (stat.mode & 0o7777).toString(8).padStart(4, '0'), fix };
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
