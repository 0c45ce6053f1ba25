import pg from 'pg';

import { MIGRATIONS } from './migrations.ts';

/** The few things the store asks of PostgreSQL: prepared statements by their text, and transactions. */
export interface Database {
  get<Row>(sql: string, ...values: unknown[]): Promise<Row | undefined>;
  all<Row>(sql: string, ...values: unknown[]): Promise<Row[]>;
  /** @returns the number of rows changed. */
  run(sql: string, ...values: unknown[]): Promise<number>;
  transaction<T>(work: (database: Database) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const CONNECT_TIMEOUT_MS = 5000;
const STATEMENT_TIMEOUT_MS = 10_000;
/**
 * A process that is frozen in the middle of a transaction loses it, and with it the locks that all others wait for: before
 * those who wait for a connection give up.
 */
const IDLE_IN_TRANSACTION_MS = 2500;
const CONNECTIONS = 10;
/** Replicas that start together upgrade the schema one after the other. */
const MIGRATION_LOCK = 6_982_301;
/** What PostgreSQL says when it, or the network, ended a connection under us. */
const CONNECTION_LOST = /^(?:08|57P0)/;

/**
 * Opens (and creates or upgrades) the database of `postgres://user:password@host:port/name`.
 * @throws Error when it was written by a newer version of this software, or cannot be reached.
 */
export async function openDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    application_name: 'mytpe-pay',
    types: { getTypeParser },
  });
  // A connection that dies while nobody uses it is replaced when it is needed.
  pool.on('error', () => {});
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    ...queries(async (query) => {
      for (let lost = 0; ; lost += 1) {
        try {
          return await pool.query(query);
        } catch (error) {
          // A read changes nothing: it may be asked again, on each connection of the pool if all of them died at once.
          // What became of a write, only its row can tell.
          const isRead = query.text.startsWith('SELECT');
          if (!isRead || !isConnectionLost(error) || lost === CONNECTIONS) throw error;
        }
      }
    }),
    transaction: (work) => transaction(pool, work),
    close: () => pool.end(),
  };
}

type Query = (query: { name: string; text: string; values: unknown[] }) => Promise<pg.QueryResult>;

function queries(query: Query): Pick<Database, 'get' | 'all' | 'run'> {
  const ask = (text: string, values: unknown[]) => query({ name: statementName(text), text, values });
  return {
    get: async <Row>(sql: string, ...values: unknown[]) => (await ask(sql, values)).rows[0] as Row | undefined,
    all: async <Row>(sql: string, ...values: unknown[]) => (await ask(sql, values)).rows as Row[],
    run: async (sql, ...values) => (await ask(sql, values)).rowCount ?? 0,
  };
}

async function transaction<T>(pool: pg.Pool, work: (database: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // The pool looks after the connections that lie idle; one that ends between two steps fails the next step.
  const ended = () => {};
  client.on('error', ended);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const within: Database = {
      ...queries((query) => client.query(query)),
      transaction: () => Promise.reject(new Error('a transaction holds no other')),
      close: () => Promise.reject(new Error('a transaction does not close the store')),
    };
    const result = await work(within);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.off('error', ended);
    client.release(broken);
  }
}

async function migrate(pool: pg.Pool): Promise<void> {
  await transaction(pool, async (database) => {
    await database.run('SELECT pg_advisory_xact_lock($1)', MIGRATION_LOCK);
    await database.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    const version = (await database.get<{ version: number }>('SELECT version FROM schema_version'))?.version ?? 0;
    if (version > MIGRATIONS.length)
      throw new Error(
        `the store was written by a newer version (schema ${version}, this one knows ${MIGRATIONS.length}): upgrade, or restore a backup`,
      );
    if (version === MIGRATIONS.length) return;
    for (const statement of MIGRATIONS.slice(version).flat()) await database.run(statement);
    await database.run('DELETE FROM schema_version');
    await database.run('INSERT INTO schema_version (version) VALUES ($1)', MIGRATIONS.length);
  });
}

const names = new Map<string, string>();

/** The same text is prepared once per connection. */
function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `s${names.size}`));
  return name;
}

/** PostgreSQL's number for `bigint`. */
const BIGINT: number = pg.types.builtins.INT8;

/** `bigint` and `count(*)` come as numbers: moments and centimes fit a double exactly. */
const getTypeParser = ((id: number, format?: 'text' | 'binary') =>
  id === BIGINT ? Number : (pg.types.getTypeParser as GetTypeParser)(id, format)) as typeof pg.types.getTypeParser;

type GetTypeParser = (id: number, format?: 'text' | 'binary') => (text: string) => unknown;

function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return CONNECTION_LOST.test(code) || /ECONNRESET|EPIPE|Connection terminated/.test(`${code} ${message}`);
}
