import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import pg from 'pg';

import { openPostgres } from '../src/repository/postgres.ts';
import { openSqlite } from '../src/repository/sqlite.ts';
import type { PostgresServer } from './postgres-server.ts';

/**
 * Those of the queries that read a table from its beginning or, unless they may, sort what they found; with how they do it.
 */
export async function slowInSqlite(queries: readonly string[], maySort = false): Promise<string[]> {
  const path = join(mkdtempSync(join(tmpdir(), 'store-')), 'mytpe-pay.db');
  await openSqlite(path).close();
  const database = new DatabaseSync(path);
  const plans = queries.map((sql) => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    return `${steps.map(({ detail }) => detail).join('; ')}: ${sql}`;
  });
  database.close();
  return plans.filter((plan) => plan.includes('SCAN ') || (!maySort && plan.includes('TEMP B-TREE')));
}

/** As {@link slowInSqlite}. An empty table is scanned whatever indexes there are: forbidding that shows whether one could serve. */
export async function slowInPostgres(
  server: PostgresServer,
  queries: readonly string[],
  maySort = false,
): Promise<string[]> {
  const url = await server.database();
  await (await openPostgres(url)).close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`SET enable_seqscan = off; SET enable_sort = ${maySort}; SET enable_bitmapscan = ${maySort}`);
  const plans: string[] = [];
  for (const sql of queries) {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
    plans.push(`${rows.map((row) => row['QUERY PLAN']).join('; ')}: ${sql}`);
  }
  await client.end();
  return plans.filter((plan) => plan.includes('Seq Scan') || (!maySort && plan.includes('Sort')));
}
