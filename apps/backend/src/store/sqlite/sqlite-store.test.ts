import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { budgetContract } from '../../../test/budget-contract.ts';
import { slowInSqlite } from '../../../test/query-plans.ts';
import { HOT_QUERIES, orderLink, storeContract } from '../../../test/store-contract.ts';
import { HOLDERS } from './insert-link.ts';
import { createSqliteStore } from './sqlite-store.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'store-')), 'nested', 'mytpe-pay.db');

storeContract('SQLite', async () => createSqliteStore(file()));
budgetContract('SQLite', async () => createSqliteStore(file()));

it('remembers after it was closed', async () => {
  const path = file();
  const first = createSqliteStore(path);
  await first.putFact('a', 'b');
  await first.close();
  const second = createSqliteStore(path);
  expect(await second.fact('a')).toBe('b');
  await second.close();
});

it('takes up what was being made where a process that ended left it; what was being switched is left alone', async () => {
  const path = file();
  const first = createSqliteStore(path);
  const link = orderLink('a');
  const until = link.createdAt + 60_000;
  await first.insertLink(link, { token: 'dead', until }, null);
  await first.close();
  const second = createSqliteStore(path);
  expect(await second.takeLease(link.id, { token: 'second', until }, link.createdAt)).not.toBeNull();
  await second.recordDraft(link.id, 'second', { upstreamId: 'u1', url: 'https://pay.example/u1' });
  const reading = { status: 'active', paidCount: 0, totalCollected: 0, readAt: link.createdAt };
  await second.recordReading(link.id, reading);
  await second.close();
  const third = createSqliteStore(path);
  expect(await third.takeLease(link.id, { token: 'third', until }, link.createdAt)).toBeNull();
  expect(await third.takeLease(link.id, { token: 'third', until }, until)).not.toBeNull();
  await third.close();
});

it('refuses a file that a newer version wrote', async () => {
  const path = file();
  await createSqliteStore(path).close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 999');
  database.close();
  expect(() => createSqliteStore(path)).toThrow(/newer version/);
});

it('searches no table on a hot path', async () =>
  expect(await slowInSqlite([...HOLDERS, ...HOT_QUERIES], true)).toEqual([]));
