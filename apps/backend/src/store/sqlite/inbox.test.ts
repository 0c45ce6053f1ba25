import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { INBOX_QUERIES, webhookInboxContract } from '../../../test/webhook-inbox-contract.ts';
import { createSqliteStore } from './sqlite-store.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'store-')), 'mytpe-pay.db');

webhookInboxContract('SQLite', async () => createSqliteStore(file()));

it('finds deliveries and their links by an index', async () => {
  const path = file();
  await createSqliteStore(path).close();
  const database = new DatabaseSync(path);
  const plan = (sql: string) =>
    (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join('; ');
  expect(INBOX_QUERIES.filter((sql) => !plan(sql).startsWith('SEARCH') || plan(sql).includes('TEMP B-TREE'))).toEqual(
    [],
  );
  database.close();
});
