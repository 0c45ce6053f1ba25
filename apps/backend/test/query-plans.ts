import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import pg from 'pg';

import { openPostgres } from '../src/repository/postgres.ts';
import { openSqlite } from '../src/repository/sqlite.ts';
import type { PostgresServer } from './postgres-server.ts';

/**
 * Returns the plans of the queries that scan a whole table. Also returns plans with a sort, unless `maySort`.
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

/**
 * Does the same as {@link slowInSqlite}. PostgreSQL scans an empty table even if it has an index. The query settings forbid
 * that, so a scan in a plan means that no index fits.
 */
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
