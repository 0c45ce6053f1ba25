import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

import { MIGRATIONS } from './migrations.ts';
import { createPrivateDirectory, createPrivateFile } from './private-files.ts';

/** The few things the store asks of SQLite: prepared statements by their text, and transactions. */
export interface Database {
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** @returns the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  transaction<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens (and creates or upgrades) a database file; `:memory:` for none. New files and directories are private to this user.
 * Every commit is on the disk before the call returns (WAL, `synchronous=FULL`).
 * @throws Error when the file was written by a newer version of this software.
 */
export function openDatabase(path: string): Database {
  if (path !== ':memory:') {
    createPrivateDirectory(dirname(path));
    createPrivateFile(path);
  }
  const connection = new DatabaseSync(path, { timeout: 5000 });
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string) => {
    let statement = statements.get(sql);
    if (!statement) statements.set(sql, (statement = connection.prepare(sql)));
    return statement;
  };
  const database: Database = {
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    transaction: (work) => {
      connection.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        connection.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => connection.close(),
  };
  migrate(connection, database);
  return database;
}

function migrate(connection: DatabaseSync, database: Database): void {
  database.transaction(() => {
    const { user_version: version } = connection.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > MIGRATIONS.length)
      throw new Error(
        `the store was written by a newer version (schema ${version}, this one knows ${MIGRATIONS.length}): upgrade, or restore a backup`,
      );
    for (const migration of MIGRATIONS.slice(version)) connection.exec(migration);
    connection.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}
