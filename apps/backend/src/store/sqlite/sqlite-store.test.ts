import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { orderLink, storeContract } from '../../../test/store-contract.ts';
import { createSqliteStore } from './sqlite-store.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'store-')), 'nested', 'mytpe-pay.db');

storeContract('SQLite', async () => createSqliteStore(file()));

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

it('searches no table on a hot path', async () => {
  const path = file();
  await createSqliteStore(path).close();
  const database = new DatabaseSync(path);
  const plan = (sql: string) =>
    (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join('\n');
  const queries = [
    "SELECT * FROM links WHERE id = 'x'",
    "SELECT * FROM links WHERE attempt = 'x' AND status NOT IN ('rejected', 'gone')",
    "SELECT * FROM links WHERE fingerprint = 'x' AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')",
    "SELECT * FROM links WHERE base_url = 'x' AND next_read_at <= 5 ORDER BY next_read_at LIMIT 5",
    "SELECT * FROM links WHERE base_url = 'x' AND status IN ('requested', 'drafted') AND lease_until <= 5 ORDER BY created_at LIMIT 5",
    'SELECT count(*) FROM links WHERE created_at > 5',
    "SELECT count(*) FROM links WHERE client = 'x' AND created_at > 5",
    "SELECT count(*) FROM links WHERE client = 'x' AND scope = 'payer' AND closed_at IS NULL AND paid_count = 0",
    "SELECT * FROM links WHERE base_url = 'x' AND offer = 'y' AND jti IS NOT NULL AND status <> 'rejected' ORDER BY token_iat DESC, created_at DESC LIMIT 5",
    "SELECT * FROM links WHERE base_url = 'x' AND offer = 'y' AND jti IS NOT NULL AND order_key = 'z' AND (closed_at IS NULL OR paid_count > 0) LIMIT 1",
  ];
  expect(queries.filter((query) => !plan(query).startsWith('SEARCH'))).toEqual([]);
  database.close();
});
