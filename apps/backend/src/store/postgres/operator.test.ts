import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { OPERATOR_QUERIES, operatorRecordsContract } from '../../../test/operator-records-contract.ts';
import { type PostgresServer, startPostgres } from '../../../test/postgres-server.ts';
import { slowInPostgres } from '../../../test/query-plans.ts';
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

it('finds and orders every list by an index', async () =>
  expect(await slowInPostgres(server, OPERATOR_QUERIES)).toEqual([]));

it('neither changes nor removes what is in the audit log', async () => {
  const client = await connect();
  await client.query(
    "INSERT INTO audit (at, actor, action, outcome, request_id) VALUES (1, 'a', 'pause', 'asked', 'r')",
  );
  for (const sql of ["UPDATE audit SET actor = 'b'", 'DELETE FROM audit'])
    await expect(client.query(sql)).rejects.toThrow(/only added to/);
  await client.end();
});
