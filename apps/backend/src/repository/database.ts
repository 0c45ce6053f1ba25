/** A value that both databases take for a parameter. */
export type Value = string | number | null | Uint8Array;

/**
 * The database under the repository: SQLite or PostgreSQL. A query has parameters `$1`, `$2`…, and the parts of
 * {@link Dialect} where the two databases differ. A statement is prepared once, by its text.
 */
export interface Database {
  readonly dialect: Dialect;
  /** `true` if other processes may work on the same database. */
  readonly isShared: boolean;
  /** Returns the first row. */
  get<Row>(sql: string, ...values: Value[]): Promise<Row | undefined>;
  all<Row>(sql: string, ...values: Value[]): Promise<Row[]>;
  /** @returns the number of rows changed. */
  run(sql: string, ...values: Value[]): Promise<number>;
  /**
   * Commits everything that `work` does, or nothing if it throws. Only `within` belongs to the transaction: `work` must
   * not wait for another statement or transaction of this database.
   */
  transaction<T>(work: (within: Database) => Promise<T>): Promise<T>;
  /** See `Repository.onNotification`. */
  onNotification(listener: (id: string | null) => void): () => Promise<void>;
  close(): Promise<void>;
}

/** Parts of queries and of the schema that SQLite and PostgreSQL write differently. */
export interface Dialect {
  /** Ends a subquery that claims rows: leaves out those that another process is claiming. */
  readonly skipLocked: string;
  /** Ends a query whose rows no other process may change before the transaction ends. */
  readonly forUpdate: string;
  /** The function that returns the largest of its arguments. */
  readonly greatest: string;
  /** A parameter as a JSON document, for `->` and `->>`. */
  json(parameter: string): string;
  /** The condition that the left side is one of the strings in a JSON array. */
  oneOf(parameter: string): string;
  /** A table of the entries of a JSON object whose values are strings or `null`, with the columns `key` and `value`. */
  entries(parameter: string): string;
  /** A statement: waits until no other transaction holds the lock of this number. `null`: transactions never overlap. */
  readonly lock: string | null;
  /** A statement: notifies other processes that this link changed. `null`: there are none. */
  readonly notify: string | null;

  readonly integer: string;
  readonly bytes: string;
  /** A primary key that counts up and never repeats. */
  readonly counter: string;
  /** Ends the definition of a table. */
  readonly table: string;
  /** Makes every change and removal in the audit log fail. */
  readonly keepAudit: readonly string[];
}

/** Returns the error for a database with a schema that is newer than this software. */
export function tooNew(version: number, known: number): Error {
  return new Error(
    `the store was written by a newer version (schema ${version}, this one knows ${known}): upgrade, or restore a backup`,
  );
}
