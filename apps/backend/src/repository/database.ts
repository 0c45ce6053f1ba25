/** A parameter of a query. */
export type Value = string | number | null | Uint8Array;

/**
 * The database under the repository: SQLite or PostgreSQL. A query has parameters `$1`, `$2`…, and the parts of
 * {@link Dialect} where the two databases differ. Each text is prepared once.
 */
export interface Database {
  readonly dialect: Dialect;
  /** `true` if other processes may work on the same database. */
  readonly isShared: boolean;
  /** Returns the first row; `undefined` if there is none. */
  get<Row>(sql: string, ...values: Value[]): Promise<Row | undefined>;
  /** Returns all rows. */
  all<Row>(sql: string, ...values: Value[]): Promise<Row[]>;
  /** Runs a statement. @returns the number of changed rows. */
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
  /** Ends a subquery that claims rows: skips rows that another process is claiming. */
  readonly skipLocked: string;
  /** Ends a query that locks its rows until the transaction ends. */
  readonly forUpdate: string;
  /** The function that returns the largest of its arguments. */
  readonly greatest: string;
  /** Returns a parameter as a JSON document, for `->` and `->>`. */
  json(parameter: string): string;
  /** Returns the condition that the left side is one of the strings in a JSON array. */
  oneOf(parameter: string): string;
  /** Returns a table with the columns `key` and `value` from a JSON object whose values are strings or `null`. */
  entries(parameter: string): string;
  /** A statement that waits for the lock of this number, until the transaction ends. `null`: transactions never overlap. */
  readonly lock: string | null;
  /** A statement that notifies other processes of a changed link. `null`: there are no other processes. */
  readonly notify: string | null;

  /** The types of 64-bit integers and of bytes. */
  readonly integer: string;
  readonly bytes: string;
  /** The type of a primary key that counts up and never repeats. */
  readonly counter: string;
  /** Ends a `CREATE TABLE`. */
  readonly table: string;
  /** Statements that make the database refuse to change or remove entries of the audit log. */
  readonly keepAudit: readonly string[];
}

/** Returns the error for a database with a schema that is newer than this software. */
export function tooNew(version: number, known: number): Error {
  return new Error(
    `a newer version wrote the database (schema ${version}, this version supports ${known}): upgrade, or restore a backup`,
  );
}
