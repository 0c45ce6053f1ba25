import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { OPERATOR_QUERIES, operatorRecordsContract } from '../../../test/operator-records-contract.ts';
import { type PostgresServer, startPostgres } from '../../../test/postgres-server.ts';
import { createPostgresStore } from './postgres-store.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

operatorRecordsContract('PostgreSQL', async () => createPostgresStore(await server.database()));

async function connect(): Promise<pg.Client> {
  const url = await server.database();
  await (await createPostgresStore(url)).close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

it('finds and orders every list by an index', async () => {
  const client = await connect();
  // An empty table is scanned and sorted whatever indexes there are: forbidding that shows whether an index could serve.
  await client.query('SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off');
  const slow: string[] = [];
  for (const sql of OPERATOR_QUERIES) {
    const plan = (await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`)).rows
      .map((row) => row['QUERY PLAN'])
      .join('; ');
    if (/Seq Scan|Sort/.test(plan)) slow.push(`${sql}: ${plan}`);
  }
  expect(slow).toEqual([]);
  await client.end();
});

it('neither changes nor removes what is in the audit log', async () => {
  const client = await connect();
  await client.query(
    "INSERT INTO audit (at, actor, action, outcome, request_id) VALUES (1, 'a', 'pause', 'asked', 'r')",
  );
  for (const sql of ["UPDATE audit SET actor = 'b'", 'DELETE FROM audit'])
    await expect(client.query(sql)).rejects.toThrow(/only added to/);
  await client.end();
});
