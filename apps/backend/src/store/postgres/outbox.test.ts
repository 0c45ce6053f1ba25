import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type PostgresServer, startPostgres } from '../../../test/postgres-server.ts';
import { OUTBOX_QUERIES, webhookOutboxContract } from '../../../test/webhook-outbox-contract.ts';
import { createPostgresStore } from './postgres-store.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

webhookOutboxContract('PostgreSQL', async () => createPostgresStore(await server.database()));

it('finds events by an index', async () => {
  const url = await server.database();
  await (await createPostgresStore(url)).close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('SET enable_seqscan = off');
  const scanned: string[] = [];
  for (const sql of OUTBOX_QUERIES) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
    if (rows.some((row) => row['QUERY PLAN'].includes('Seq Scan'))) scanned.push(sql);
  }
  expect(scanned).toEqual([]);
  await client.end();
});
