import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { OPERATOR_QUERIES, operatorRecordsContract } from '../../../test/operator-records-contract.ts';
import { slowInSqlite } from '../../../test/query-plans.ts';
import { createSqliteStore } from './sqlite-store.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'store-')), 'mytpe-pay.db');

operatorRecordsContract('SQLite', async () => createSqliteStore(file()));

it('finds and orders every list by an index', async () => expect(await slowInSqlite(OPERATOR_QUERIES)).toEqual([]));

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
