import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { migrations } from './migrations.ts';
import { SQLITE, createPrivateDirectory, createPrivateFile } from './sqlite.ts';

const SCHEMA_VERSION = migrations(SQLITE).length;

/**
 * Writes the store as it stands at one moment into a new file of mode 0600, also while a backend works on it.
 * @throws Error when there is no store, or the target exists.
 */
export function backupDatabase(path: string, target: string): void {
  if (existsSync(target)) throw new Error(`${target} exists: name a new file`);
  if (!existsSync(path)) throw new Error(`there is no store at ${path}`);
  const unfinished = `${target}.part`;
  rmSync(unfinished, { force: true });
  const connection = new DatabaseSync(path, { timeout: 5000 });
  try {
    // SQLite fills an empty file, and leaves its mode.
    createPrivateFile(unfinished, 'wx');
    connection.prepare('VACUUM INTO ?').run(unfinished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    connection.close();
  }
  checkStore(unfinished);
  putInPlace(unfinished, target);
}

/**
 * Puts a backup in the place of the store, with mode 0600. The store that was there is kept in the same directory.
 * @param now epoch milliseconds, for the name of what is kept. @returns that name; `null` when there was none.
 * @throws Error when the backup is damaged, or not one of ours, or too new; or when a backend uses the store.
 */
export function restoreDatabase(path: string, source: string, now: number): string | null {
  if (!existsSync(source)) throw new Error(`there is no backup at ${source}`);
  const isThere = existsSync(path);
  if (isThere) closeStore(path);
  const unfinished = `${path}.part`;
  createPrivateDirectory(dirname(path));
  copyFileSync(source, unfinished);
  // The copy has the mode of the backup, which may have travelled.
  chmodSync(unfinished, 0o600);
  checkStore(unfinished);
  const kept = existsSync(path)
    ? `${path}.replaced-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
    : null;
  if (kept !== null) renameSync(path, kept);
  putInPlace(unfinished, path);
  return kept;
}

/** Reads the whole file. @throws Error when it is no store that this version can use; it is removed then. */
function checkStore(path: string): void {
  const connection = new DatabaseSync(path);
  let found: string;
  let version: number;
  try {
    ({ integrity_check: found } = connection.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string });
    ({ user_version: version } = connection.prepare('PRAGMA user_version').get() as { user_version: number });
  } catch (cause) {
    found = (cause as Error).message;
    version = 0;
  } finally {
    connection.close();
  }
  if (found === 'ok' && version > 0 && version <= SCHEMA_VERSION) return;
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  if (found !== 'ok') throw new Error(`this is no intact store: ${found}`);
  if (version === 0) throw new Error('this is not a store of this software');
  throw new Error(`this is the store of a newer version (schema ${version}, this one knows ${SCHEMA_VERSION})`);
}

/** Writes what is still in the log into the file: what is left beside it would otherwise be taken for the backup's. */
function closeStore(path: string): void {
  const connection = new DatabaseSync(path);
  try {
    // Only who is alone can change the mode.
    connection.exec('PRAGMA journal_mode = DELETE');
  } catch (cause) {
    throw new Error('the store is in use: stop the backend first', { cause });
  } finally {
    connection.close();
  }
}

function putInPlace(unfinished: string, path: string): void {
  const file = openSync(unfinished, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(unfinished, path);
}
