import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { OPERATOR_QUERIES, operatorRecordsContract } from '../../../test/operator-records-contract.ts';
import { createSqliteStore } from './sqlite-store.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'store-')), 'mytpe-pay.db');

operatorRecordsContract('SQLite', async () => createSqliteStore(file()));

it('finds and orders every list by an index', async () => {
  const path = file();
  await createSqliteStore(path).close();
  const database = new DatabaseSync(path);
  const plan = (sql: string) =>
    (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join('; ');
  expect(
    OPERATOR_QUERIES.filter((sql) => !plan(sql).startsWith('SEARCH') || plan(sql).includes('TEMP B-TREE')),
  ).toEqual([]);
  database.close();
});

it('neither changes nor removes what is in the audit log', async () => {
  const path = file();
  const store = createSqliteStore(path);
  await store.audit({ at: 1, actor: 'a', action: 'pause', outcome: 'asked', link: null, requestId: 'r' });
  await store.close();
  const database = new DatabaseSync(path);
  for (const sql of ["UPDATE audit SET actor = 'b'", 'DELETE FROM audit'])
    expect(() => database.exec(sql)).toThrow(/only added to/);
  database.close();
});
