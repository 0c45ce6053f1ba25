import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { createLogger } from '../lib/log.ts';
import { openRepository, type Repository } from './repository.ts';
import { backupDatabase, restoreDatabase } from './backup.ts';
import { findWidePaths } from './sqlite.ts';

const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'store-')), 'a', 'b', 'mytpe-pay.db');
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Opens a store and collects the logged warnings. */
async function opened(path: string): Promise<{ repository: Repository; warnings: Record<string, unknown>[] }> {
  const lines: string[] = [];
  const log = createLogger('warn', [], { write: (line: string) => void lines.push(line) });
  const repository = await openRepository(`sqlite:${path}`, log);
  onTestFinished(() => repository.close());
  return { repository, warnings: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

it('creates the database, its directories, its backups and restored files with access for this user only', async () => {
  const path = newPath();
  const { repository, warnings } = await opened(path);
  await repository.putValue('a', 'b');
  expect([dirname(dirname(path)), dirname(path)].map(modeOf)).toEqual(['700', '700']);
  expect(['', '-wal', '-shm'].map((suffix) => modeOf(path + suffix))).toEqual(['600', '600', '600']);
  expect(warnings).toEqual([]);

  const backup = join(dirname(path), 'backup.db');
  backupDatabase(path, backup);
  expect(modeOf(backup)).toBe('600');

  chmodSync(backup, 0o644);
  const elsewhere = newPath();
  restoreDatabase(elsewhere, backup, 0);
  expect([modeOf(dirname(elsewhere)), modeOf(elsewhere)]).toEqual(['700', '600']);
  expect(await (await opened(elsewhere)).repository.getValue('a')).toBe('b');
});

it('warns about each file and directory of a database that other users can read, with the command that fixes it', async () => {
  const path = newPath();
  await (await opened(path)).repository.putValue('a', 'b');
  chmodSync(dirname(path), 0o755);
  for (const suffix of ['', '-wal', '-shm']) chmodSync(path + suffix, 0o640);
  const { warnings } = await opened(path);
  const message = expect.stringContaining('other users of this machine can open the database') as string;
  const wide = (part: string, mode: string, fix: string) =>
    expect.objectContaining({ level: 'warn', path: part, mode, fix: `${fix} ${part}`, msg: message }) as object;
  expect(warnings).toEqual([
    wide(dirname(path), '0755', 'chmod 700'),
    wide(path, '0640', 'chmod 600'),
    wide(`${path}-wal`, '0640', 'chmod 600'),
    wide(`${path}-shm`, '0640', 'chmod 600'),
  ]);
  // The backend does not change the mode of an existing store.
  expect(modeOf(path)).toBe('640');
});

it('does not suggest a new mode for a shared directory, and quotes names for the shell', () => {
  const shared = mkdtempSync(join(tmpdir(), 'shared-'));
  chmodSync(shared, 0o1777);
  expect(findWidePaths(join(shared, 'none.db'))).toMatchObject([
    { mode: '1777', fix: expect.stringContaining('STORE_URL') as string },
  ]);
  chmodSync(shared, 0o700);
  const folder = mkdtempSync(join(shared, "it's mine "));
  chmodSync(folder, 0o750);
  expect(findWidePaths(join(folder, 'none.db'))[0]!.fix).toBe(`chmod 700 '${folder.replace("'", String.raw`'\''`)}'`);
});
