import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { budgetContract } from '../../test/budget-contract.ts';
import { OPERATOR_QUERIES, auditContract } from '../../test/audit-contract.ts';
import { type PostgresServer, startPostgres } from '../../test/postgres-server.ts';
import { slowInPostgres } from '../../test/query-plans.ts';
import { HOT_QUERIES, payerLink, repositoryContract } from '../../test/repository-contract.ts';
import { INBOX_QUERIES, inboxContract } from '../../test/inbox-contract.ts';
import { OUTBOX_QUERIES, outboxContract } from '../../test/outbox-contract.ts';
import { type Budget, BUDGET_LOCKS } from './insert-link.ts';
import { COLUMNS } from './columns.ts';
import { ANY_PAYER_LINK } from './links.ts';
import { migrations } from './migrations.ts';
import { POSTGRES, openPostgres } from './postgres.ts';
import { type Repository, createRepository } from './repository.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

const open = async (url?: string): Promise<Repository> =>
  createRepository(await openPostgres(url ?? (await server.database())));
const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

repositoryContract('PostgreSQL', () => open());
budgetContract('PostgreSQL', () => open());
auditContract('PostgreSQL', () => open());
inboxContract('PostgreSQL', () => open());
outboxContract('PostgreSQL', () => open());

it('keeps its data after a restart; one of several processes that start together upgrades it', async () => {
  const url = await server.database();
  const first = await Promise.all([1, 2, 3].map(() => open(url)));
  await first[0]!.putValue('a', 'b');
  expect(await first[2]!.getValue('a')).toBe('b');
  await Promise.all(first.map((repository) => repository.close()));
  const second = await open(url);
  expect(await second.getValue('a')).toBe('b');
  await second.close();
});

it('refuses a database that a newer version wrote', async () => {
  const url = await server.database();
  await (await open(url)).close();
  const client = await connect(url);
  await client.query('UPDATE schema_version SET version = 999');
  await client.end();
  await expect(open(url)).rejects.toThrow(/newer version/);
});

it('a connection lost within a transaction fails only that transaction', async () => {
  const database = await openPostgres(await server.database());
  const work = database.transaction(async (within) => {
    const { pid } = (await within.get<{ pid: number }>('SELECT pg_backend_pid() AS pid'))!;
    await database.get('SELECT pg_terminate_backend($1)', pid);
    while (await database.get('SELECT 1 FROM pg_stat_activity WHERE pid = $1', pid));
    return within.get('SELECT 1');
  });
  await expect(work).rejects.toThrow(/terminat|ended|not queryable/);
  expect(await database.get('SELECT 1 AS one')).toEqual({ one: 1 });
  await database.close();
});

it('a process that hangs within a transaction blocks others only briefly', async () => {
  const url = await server.database();
  const frozen = await openPostgres(url);
  const repository = await open(url);
  let wake = (): void => {};
  const asleep = frozen.transaction(async (within) => {
    await within.run('SELECT pg_advisory_xact_lock($1)', BUDGET_LOCKS.anonymous);
    await new Promise<void>((resolve) => (wake = resolve));
    return within.get('SELECT 1');
  });
  asleep.catch(() => {});
  while (!(await frozen.get("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted")));
  const budget: Budget = { now: 1, limits: [{ of: 'installation', most: 99, windowMs: 1 }] };
  // More writes than connections. A read must not wait behind them.
  const orders = Array.from({ length: 12 }, (_, n) =>
    repository.insertLink(payerLink(`a${n}`), { token: 't', until: 0 }, budget),
  );
  expect(await repository.link('unknown')).toBeNull();
  expect(new Set((await Promise.all(orders)).map(({ kind }) => kind))).toEqual(new Set(['inserted']));
  wake();
  await expect(asleep).rejects.toThrow(/terminat|ended|not queryable/);
  await Promise.all([frozen.close(), repository.close()]);
}, 30_000);

it('continues after all connections were lost', async () => {
  const repository = await open();
  await repository.putValue('a', 'b');
  await server.killConnections();
  expect(await repository.getValue('a')).toBe('b');
  await repository.close();
});

it('notifies other processes of changed links, and reports when notifications may have been missed', async () => {
  const url = await server.database();
  const [one, two] = [await open(url), await open(url)];
  const received: (string | null)[] = [];
  let wake = (): void => {};
  const stop = two.onNotification((id) => {
    received.push(id);
    wake();
  });
  const receives = async (what: string | null): Promise<void> => {
    while (!received.includes(what)) await new Promise<void>((resolve) => (wake = resolve));
  };
  const link = payerLink('notified');
  await one.insertLink(link, { token: 'me', until: 9e15 }, null);
  await one.recordDraft(link.id, 'me', { upstreamId: 'up', url: 'https://pay.test/x' });
  let paidCount = 0;
  const pay = () =>
    one.recordSnapshot(link.id, { status: 'active', paidCount: ++paidCount, totalCollected: 1, readAt: 1 });
  // The listening connection is not ready immediately, so the first notifications may be lost.
  while (!received.includes(link.id)) {
    await pay();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await server.killConnections();
  await receives(null);
  received.length = 0;
  const again = { status: 'active', paidCount, totalCollected: 1, readAt: 2 };
  await one.recordSnapshot(link.id, again);
  await pay();
  await receives(link.id);
  expect(received).toEqual([link.id]);
  await stop();
  await Promise.all([one.close(), two.close()]);
});

it('upgrades a database of every earlier version, and keeps its data', async () => {
  const schema = async (client: pg.Client) => {
    const columns = `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
      WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`;
    const indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname";
    const rows = [await client.query(columns), await client.query(indexes)].flatMap(
      (result) => result.rows as unknown[],
    );
    await client.end();
    return rows;
  };
  const fresh = await server.database();
  await (await open(fresh)).close();
  const wanted = await schema(await connect(fresh));
  const known = migrations(POSTGRES);
  for (let version = 1; version < known.length; version++) {
    const url = await server.database();
    const client = await connect(url);
    for (const statement of known.slice(0, version).flat()) await client.query(statement);
    await client.query("INSERT INTO facts VALUES ('a', 'b'); CREATE TABLE schema_version (version INTEGER NOT NULL)");
    await client.query('INSERT INTO schema_version VALUES ($1)', [version]);
    const repository = await open(url);
    expect(await repository.getValue('a')).toBe('b');
    await repository.close();
    expect(await schema(client)).toEqual(wanted);
  }
}, 30_000);

it('refuses to change or remove entries of the audit log', async () => {
  const url = await server.database();
  await (await open(url)).close();
  const client = await connect(url);
  await client.query(
    "INSERT INTO audit (at, actor, action, outcome, request_id) VALUES (1, 'a', 'pause', 'asked', 'r')",
  );
  for (const sql of ["UPDATE audit SET actor = 'b'", 'DELETE FROM audit'])
    await expect(client.query(sql)).rejects.toThrow(/only added to/);
  await client.end();
});

it('uses an index for every query of a hot path', async () =>
  expect(await slowInPostgres(server, HOT_QUERIES, true)).toEqual([]));

it('finds out by an index that an offer has no payer link, although most links belong to another offer', async () => {
  const url = await server.database();
  const repository = await open(url);
  await repository.insertLink(payerLink('first'), { token: 'me', until: 0 }, null);
  await repository.close();
  const client = await connect(url);
  const { id, fingerprint, idempotencyHash, ...others } = COLUMNS;
  const same = Object.values(others).join(', ');
  await client.query(
    `INSERT INTO links (usage_mode, ${id}, ${fingerprint}, ${idempotencyHash}, ${same})
     SELECT usage_mode, 'lnk_' || n, 'f' || n, 'a' || n, ${same} FROM links, generate_series(1, 5000) AS n`,
  );
  await client.query('ANALYZE links');
  // PostgreSQL can switch to the plan for any parameter once a prepared statement was executed five times.
  await client.query(`SET plan_cache_mode = force_generic_plan; PREPARE find (text) AS ${ANY_PAYER_LINK}`);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>("EXPLAIN EXECUTE find ('none')");
  await client.end();
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('using links_offer_day');
});

it('uses an index for the lists of operators and for webhooks', async () =>
  expect(await slowInPostgres(server, [...OPERATOR_QUERIES, ...INBOX_QUERIES, ...OUTBOX_QUERIES])).toEqual([]));
