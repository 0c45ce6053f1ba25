import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { expect, it } from 'vitest';

import { budgetContract } from '../../test/budget-contract.ts';
import { OPERATOR_QUERIES, auditContract } from '../../test/audit-contract.ts';
import { slowInSqlite } from '../../test/query-plans.ts';
import { HOT_QUERIES, orderLink, repositoryContract } from '../../test/repository-contract.ts';
import { INBOX_QUERIES, inboxContract } from '../../test/inbox-contract.ts';
import { OUTBOX_QUERIES, outboxContract } from '../../test/outbox-contract.ts';
import { migrations } from './migrations.ts';
import { SQLITE, numbered, openSqlite } from './sqlite.ts';
import { type Repository, createRepository } from './repository.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'store-')), 'nested', 'mytpe-pay.db');
const open = async (path = file()): Promise<Repository> => createRepository(openSqlite(path));

repositoryContract('SQLite', () => open());
budgetContract('SQLite', () => open());
auditContract('SQLite', () => open());
inboxContract('SQLite', () => open());
outboxContract('SQLite', () => open(':memory:'));

it('keeps its data after a restart', async () => {
  const path = file();
  const first = await open(path);
  await first.putValue('a', 'b');
  await first.close();
  const second = await open(path);
  expect(await second.getValue('a')).toBe('b');
  await second.close();
});

it('resets the leases of links that a crashed process was issuing, but not those of issued links', async () => {
  const path = file();
  const first = await open(path);
  const link = orderLink('a');
  const until = link.createdAt + 60_000;
  await first.insertLink(link, { token: 'dead', until }, null);
  await first.close();
  const second = await open(path);
  expect(await second.takeLease(link.id, { token: 'second', until }, link.createdAt)).not.toBeNull();
  await second.recordDraft(link.id, 'second', { upstreamId: 'u1', url: 'https://pay.example/u1' });
  const snapshot = { status: 'active', paidCount: 0, totalCollected: 0, readAt: link.createdAt };
  await second.recordSnapshot(link.id, snapshot);
  await second.close();
  const third = await open(path);
  expect(await third.takeLease(link.id, { token: 'third', until }, link.createdAt)).toBeNull();
  expect(await third.takeLease(link.id, { token: 'third', until }, until)).not.toBeNull();
  await third.close();
});

it('refuses a file that a newer version wrote', async () => {
  const path = file();
  await (await open(path)).close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 999');
  database.close();
  expect(() => openSqlite(path)).toThrow(/newer version/);
});

it('upgrades a file of every earlier version, and keeps its data', async () => {
  const schema = (path: string) => {
    const database = new DatabaseSync(path);
    const found = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
    database.close();
    return found;
  };
  const fresh = file();
  await (await open(fresh)).close();
  const known = migrations(SQLITE);
  for (let version = 1; version < known.length; version++) {
    const path = join(mkdtempSync(join(tmpdir(), 'store-')), 'mytpe-pay.db');
    const database = new DatabaseSync(path);
    for (const statement of known.slice(0, version).flat()) database.exec(statement);
    database.exec(`INSERT INTO facts VALUES ('a', 'b'); PRAGMA user_version = ${version}`);
    database.close();
    const repository = await open(path);
    expect(await repository.getValue('a')).toBe('b');
    await repository.close();
    expect(schema(path)).toEqual(schema(fresh));
  }
});

it('runs other statements and transactions after the open transaction', async () => {
  const database = openSqlite(file());
  const repository = createRepository(database);
  const put = "INSERT INTO facts VALUES ($1, 'x')";
  const failing = database.transaction(async (within) => {
    await within.run(put, 'lost');
    // Wait enough microtasks for every queued statement to run.
    for (let step = 0; step < 100; step++) await Promise.resolve();
    throw new Error('undone');
  });
  const kept = repository.putValue('kept', 'x');
  const seen = [repository.getValue('lost'), repository.listValues('lost')];
  const next = database.transaction((within) => within.run(put, 'next'));
  const last = database.transaction((within) => within.run(put, 'last'));
  await expect(failing).rejects.toThrow('undone');
  await Promise.all([kept, next, last]);
  expect(await Promise.all(seen)).toEqual([null, []]);
  const names = await database.all<{ name: string }>('SELECT name FROM facts ORDER BY name');
  expect(names.map(({ name }) => name)).toEqual(['kept', 'last', 'next']);
  const busy = database.transaction((within) => within.run(put, 'at the end'));
  await Promise.all([busy, database.close()]);
});

it('converts parameters, but not quoted text', () => {
  const sql = `SELECT $1, $10, '$1 it''s $2', "$3" WHERE a = $2 AND b = $1`;
  expect(numbered(sql)).toBe(`SELECT ?1, ?10, '$1 it''s $2', "$3" WHERE a = ?2 AND b = ?1`);
});

it('refuses to change or remove entries of the audit log', async () => {
  const path = file();
  const repository = await open(path);
  await repository.audit({ at: 1, actor: 'a', action: 'pause', outcome: 'asked', link: null, requestId: 'r' });
  await repository.close();
  const database = new DatabaseSync(path);
  for (const sql of ["UPDATE audit SET actor = 'b'", 'DELETE FROM audit'])
    expect(() => database.exec(sql)).toThrow(/only added to/);
  database.close();
});

it('uses an index for every query of a hot path', async () =>
  expect(await slowInSqlite(HOT_QUERIES, true)).toEqual([]));

it('uses an index for the lists of operators and for webhooks', async () =>
  expect(await slowInSqlite([...OPERATOR_QUERIES, ...INBOX_QUERIES, ...OUTBOX_QUERIES])).toEqual([]));
