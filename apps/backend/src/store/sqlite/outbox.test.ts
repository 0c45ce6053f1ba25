import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it, onTestFinished } from 'vitest';

import { OUTBOX_QUERIES, webhookOutboxContract } from '../../../test/webhook-outbox-contract.ts';
import { createSqliteStore } from './sqlite-store.ts';

webhookOutboxContract('SQLite', async () => createSqliteStore(':memory:'));

it('finds events by an index', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'mytpe-pay.db');
  await createSqliteStore(path).close();
  const database = new DatabaseSync(path);
  const plan = (sql: string) =>
    (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join('; ');
  expect(OUTBOX_QUERIES.filter((sql) => !plan(sql).startsWith('SEARCH') || plan(sql).includes('TEMP B-TREE'))).toEqual(
    [],
  );
  database.close();
});
