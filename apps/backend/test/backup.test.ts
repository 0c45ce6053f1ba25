import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { verifyReceipt } from '@mytpe-pay/tokens';
import { describe, expect, it } from 'vitest';

import { eventually, slugOf, testClient, openStream } from './harness.ts';
import { type ProcessSetup, setUpProcesses, startBackendProcess } from './backend-process.ts';

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url));
const run = promisify(execFile);

/** Runs the built program with these arguments, as an operator does. */
async function runServer({ env }: ProcessSetup, ...args: string[]): Promise<{ ok: boolean; output: string }> {
  const options = { env: { ...process.env, ...env } };
  return run(process.execPath, [SERVER, ...args], options).then(
    ({ stdout }) => ({ ok: true, output: stdout }),
    ({ stderr }: { stderr: string }) => ({ ok: false, output: stderr }),
  );
}
const storeOf = ({ env }: ProcessSetup): string => env['STORE_URL']!.slice('sqlite:'.length);
const inFolder = (setup: ProcessSetup, name: string): string => join(dirname(storeOf(setup)), name);

describe('a backup', () => {
  it('can be taken while links are created, and contains every link acknowledged before it', async () => {
    const setup = await setUpProcesses({ PUBLIC_URL: 'https://pay.shop.example' });
    const { url, kill } = await startBackendProcess(setup.env);
    const { post, get } = testClient(url, setup.sandbox.url);
    const before = [];
    for (let at = 0; at < 10; at++)
      before.push((await post({ offer: 'tshirt', reference: 'A-1' }, `before-${at}`)).body);
    const paid = before[0]!;
    const watching = new AbortController();
    await openStream(`${url}/v1/links/${paid.id}/events`, watching.signal);
    await setup.control('POST', `/links/${slugOf(paid)}/pay`, {});
    const isSeen = async () => (await get<{ paid: boolean }>(`/v1/links/${paid.id}`)).body.paid;
    await eventually(isSeen, 'the payment is detected');
    watching.abort();
    const { receipt } = (await get<{ receipt: string }>(`/v1/links/${paid.id}`)).body;

    const state = { isDone: false };
    const working = (async () => {
      for (let at = 0; !state.isDone; at++) await post({ offer: 'donation', amount: '500.00' }, `during-${at}`);
    })();
    const backup = inFolder(setup, 'backup.db');
    const taken = await runServer(setup, '--backup', backup);
    state.isDone = true;
    await working;
    expect(taken).toEqual({ ok: true, output: expect.stringContaining(backup) as string });
    await kill();

    // Another machine that has only the backup.
    const elsewhere: ProcessSetup = {
      ...setup,
      env: { ...setup.env, STORE_URL: `sqlite:${inFolder(setup, 'elsewhere.db')}` },
    };
    expect(await runServer(elsewhere, '--restore', backup)).toMatchObject({ ok: true });
    const restored = await startBackendProcess(elsewhere.env);
    const there = testClient(restored.url, setup.sandbox.url);
    for (const { id, url: address } of before)
      expect((await there.get<{ url: string }>(`/v1/links/${id}`)).body.url).toBe(address);
    // The same idempotency key still gets the same link, and the receipt key is unchanged.
    expect((await there.post({ offer: 'tshirt', reference: 'A-1' }, 'before-3')).body.id).toBe(before[3]!.id);
    const jwks = (await there.get<{ keys: [] }>('/.well-known/jwks.json')).body;
    const issuer = 'https://pay.shop.example';
    const order = { reference: 'A-1', amount: '4500.00', environment: 'sandbox' } as const;
    const expected = { ...order, jwks, issuer, audience: issuer };
    expect((await verifyReceipt(receipt, expected)).sub).toBe(paid.id);
  }, 60_000);

  it('leaves no file behind if it cannot be written', async () => {
    const setup = await setUpProcesses();
    expect(await runServer(setup, '--backup', inFolder(setup, 'backup.db'))).toEqual({
      ok: false,
      output: expect.stringContaining('there is no database at') as string,
    });
    await (await startBackendProcess(setup.env)).kill();
    const taken = inFolder(setup, 'backup.db');
    writeFileSync(taken, 'existing content');
    expect((await runServer(setup, '--backup', taken)).output).toContain('exists');
    expect(readFileSync(taken, 'utf8')).toBe('existing content');
    expect((await runServer(setup, '--backup', '/nowhere/backup.db')).ok).toBe(false);
    expect((await runServer(setup, '--backup')).output).toContain('name a file');
    expect(readdirSync(dirname(taken)).filter((name) => name.includes('.part'))).toEqual([]);
  }, 30_000);

  it('of PostgreSQL is refused with a reference to pg_dump', async () => {
    const setup = await setUpProcesses({ STORE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    for (const task of ['--backup', '--restore'])
      expect((await runServer(setup, task, '/tmp/never.db')).output).toContain('pg_dump');
    expect(existsSync('/tmp/never.db')).toBe(false);
  }, 30_000);
});

describe('a restore', () => {
  async function withBackup() {
    const setup = await setUpProcesses();
    const first = await startBackendProcess(setup.env);
    const { body } = await testClient(first.url, setup.sandbox.url).post({ offer: 'tshirt' }, 'key-1');
    const backup = inFolder(setup, 'backup.db');
    await runServer(setup, '--backup', backup);
    await first.kill();
    return { setup, backup, link: body };
  }

  it('keeps a copy of the previous store, even after the backend was killed', async () => {
    const { setup, backup, link } = await withBackup();
    const later = await startBackendProcess(setup.env);
    const { body } = await testClient(later.url, setup.sandbox.url).post({ offer: 'tshirt' }, 'key-2');
    await later.kill();
    const { ok, output } = await runServer(setup, '--restore', backup);
    const kept = /kept as (\S+)/.exec(output)![1]!;
    expect([ok, existsSync(kept), existsSync(`${storeOf(setup)}-wal`)]).toEqual([true, true, false]);
    const rows = (path: string) => {
      const database = new DatabaseSync(path);
      const ids = database.prepare('SELECT id FROM links ORDER BY created_at').all();
      database.close();
      return ids.map(({ id }) => id);
    };
    expect(rows(storeOf(setup))).toEqual([link.id]);
    expect(rows(kept)).toEqual([link.id, body.id]);
  }, 30_000);

  it('is refused while a backend uses the store', async () => {
    const { setup, backup } = await withBackup();
    const { url } = await startBackendProcess(setup.env);
    expect(await runServer(setup, '--restore', backup)).toEqual({
      ok: false,
      output: expect.stringContaining('stop the backend first') as string,
    });
    const { status } = await testClient(url, setup.sandbox.url).post({ offer: 'tshirt' }, 'key-2');
    expect(status).toBe(201);
    expect(readdirSync(dirname(backup)).filter((name) => /part|replaced/.test(name))).toEqual([]);
  }, 30_000);

  it.each<[string, (path: string) => void, string]>([
    ['a truncated file', (path) => truncateSync(path, 8192), 'intact'],
    ['a file of another type', (path) => writeFileSync(path, 'a shopping list'.repeat(500)), 'intact'],
    ['another database', (path) => new DatabaseSync(path).exec('PRAGMA user_version = 0'), 'not a database of'],
    [
      'a database of a newer version',
      (path) => new DatabaseSync(path).exec('PRAGMA user_version = 9999'),
      'newer version',
    ],
  ])(
    'of %s is refused and changes nothing',
    async (_name, damage, why) => {
      const { setup, backup, link } = await withBackup();
      const damaged = join(mkdtempSync(join(tmpdir(), 'damaged-')), 'backup.db');
      copyFileSync(backup, damaged);
      damage(damaged);
      expect(await runServer(setup, '--restore', damaged)).toEqual({
        ok: false,
        output: expect.stringContaining(why) as string,
      });
      expect(readdirSync(dirname(backup)).filter((name) => /part|replaced/.test(name))).toEqual([]);
      const { url } = await startBackendProcess(setup.env);
      expect((await testClient(url, setup.sandbox.url).get(`/v1/links/${link.id}`)).status).toBe(200);
    },
    30_000,
  );
});
