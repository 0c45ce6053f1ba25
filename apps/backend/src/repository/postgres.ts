import pg from 'pg';

import { type Database, type Dialect, type Value, tooNew } from './database.ts';
import { migrations } from './migrations.ts';
import { CHANNEL, listenToNotifications } from './notifications.ts';

const CONNECT_TIMEOUT_MS = 5000;
const STATEMENT_TIMEOUT_MS = 10_000;
/**
 * PostgreSQL ends the transaction of a process that hangs and releases its locks, before other processes stop waiting for
 * a connection.
 */
const IDLE_IN_TRANSACTION_MS = 2500;
const CONNECTIONS = 10;
/** Replicas that start together upgrade the schema one after the other. */
const MIGRATION_LOCK = 6_982_301;
/** Error codes of connections that PostgreSQL or the network ended. */
const CONNECTION_LOST = /^(?:08|57P0)/;

/** PostgreSQL's parts of the queries. */
export const POSTGRES: Dialect = {
  skipLocked: 'FOR UPDATE SKIP LOCKED',
  forUpdate: 'FOR UPDATE',
  lock: 'SELECT pg_advisory_xact_lock($1)',
  notify: `SELECT pg_notify('${CHANNEL}', $1)`,
  greatest: 'greatest',
  json: (parameter) => `${parameter}::jsonb`,
  oneOf: (parameter) => `= ANY(ARRAY(SELECT jsonb_array_elements_text(${parameter}::jsonb)))`,
  entries: (parameter) => `jsonb_each_text(${parameter}::jsonb)`,
  integer: 'BIGINT',
  bytes: 'BYTEA',
  counter: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  table: '',
  keepAudit: [
    `CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$`,
    'CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to()',
  ],
};

/**
 * Opens (and creates or upgrades) the database of `postgres://user:password@host:port/name`, for one process or many.
 * @throws Error if a newer version of this software wrote it, or it cannot be reached.
 */
export async function openPostgres(url: string): Promise<Database> {
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
  // The pool replaces a lost idle connection when it needs one.
  pool.on('error', () => {});
  const base = {
    dialect: POSTGRES,
    isShared: true,
    onNotification: (listener: (id: string | null) => void) => listenToNotifications(url, CONNECT_TIMEOUT_MS, listener),
  } as const;
  const database: Database = {
    ...base,
    ...queries(async (query) => {
      for (let lost = 0; ; lost += 1) {
        try {
          return await pool.query(query);
        } catch (error) {
          // A read can be repeated, on each connection of the pool if all of them were lost. Only the row shows whether
          // a write was executed.
          const isRead = query.text.startsWith('SELECT');
          if (!isRead || !isConnectionLost(error) || lost === CONNECTIONS) throw error;
        }
      }
    }),
    transaction: (work) =>
      transaction(pool, (query) =>
        work({
          ...base,
          ...queries(query),
          transaction: () => Promise.reject(new Error('transactions cannot be nested')),
          close: () => Promise.reject(new Error('a transaction cannot close the database')),
        }),
      ),
    close: () => pool.end(),
  };
  try {
    await migrate(database);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return database;
}

type Query = (query: { name: string; text: string; values: Value[] }) => Promise<pg.QueryResult>;

function queries(query: Query): Pick<Database, 'get' | 'all' | 'run'> {
  const send = (text: string, values: Value[]) => query({ name: statementName(text), text, values });
  return {
    get: async <Row>(sql: string, ...values: Value[]) => (await send(sql, values)).rows[0] as Row | undefined,
    all: async <Row>(sql: string, ...values: Value[]) => (await send(sql, values)).rows as Row[],
    run: async (sql, ...values) => (await send(sql, values)).rowCount ?? 0,
  };
}

async function transaction<T>(pool: pg.Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // The pool handles errors of idle connections only. If this connection is lost, the next query fails.
  const ended = () => {};
  client.on('error', ended);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work((query) => client.query(query));
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

function migrate(database: Database): Promise<void> {
  const known = migrations(POSTGRES);
  return database.transaction(async (within) => {
    await within.run('SELECT pg_advisory_xact_lock($1)', MIGRATION_LOCK);
    await within.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    const version = (await within.get<{ version: number }>('SELECT version FROM schema_version'))?.version ?? 0;
    if (version > known.length) throw tooNew(version, known.length);
    if (version === known.length) return;
    for (const statement of known.slice(version).flat()) await within.run(statement);
    await within.run('DELETE FROM schema_version');
    await within.run('INSERT INTO schema_version (version) VALUES ($1)', known.length);
  });
}

const names = new Map<string, string>();

/** Returns the name of a statement, so that each connection prepares the same text once. */
function statementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `s${names.size}`));
  return name;
}

/** PostgreSQL's number for `bigint`. */
const BIGINT: number = pg.types.builtins.INT8;

/** Parses `bigint` and `count(*)` as numbers, because moments and centimes fit a double exactly. */
const getTypeParser = ((id: number, format?: 'text' | 'binary') =>
  id === BIGINT ? Number : (pg.types.getTypeParser as GetTypeParser)(id, format)) as typeof pg.types.getTypeParser;

type GetTypeParser = (id: number, format?: 'text' | 'binary') => (text: string) => unknown;

function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return CONNECTION_LOST.test(code) || /ECONNRESET|EPIPE|Connection terminated/.test(`${code} ${message}`);
}
