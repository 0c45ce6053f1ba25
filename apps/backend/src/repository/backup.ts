import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { migrations } from './migrations.ts';
import { SQLITE, createPrivateDirectory, createPrivateFile } from './sqlite.ts';

const SCHEMA_VERSION = migrations(SQLITE).length;

/**
 * Backs up a SQLite database to a new file of mode 0600, as of one moment, also while a backend uses it.
 * @throws Error if `path` does not exist, or `target` exists.
 */
export function backupDatabase(path: string, target: string): void {
  if (existsSync(target)) throw new Error(`${target} exists: name a new file`);
  if (!existsSync(path)) throw new Error(`there is no database at ${path}`);
  const unfinished = `${target}.part`;
  rmSync(unfinished, { force: true });
  const connection = new DatabaseSync(path, { timeout: 5000 });
  try {
    // SQLite writes into an empty file without changing its mode.
    createPrivateFile(unfinished, 'wx');
    connection.prepare('VACUUM INTO ?').run(unfinished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    connection.close();
  }
  checkDatabase(unfinished);
  putInPlace(unfinished, target);
}

/**
 * Replaces a SQLite database by a backup, with mode 0600. Keeps the replaced database in the same directory.
 * @param now epoch milliseconds, part of the name under which the replaced database is kept.
 * @returns that name; `null` if there was no database.
 * @throws Error if the backup is damaged, is not a database of this software or has a newer schema, or if a backend uses
 *   the database.
 */
export function restoreDatabase(path: string, source: string, now: number): string | null {
  if (!existsSync(source)) throw new Error(`there is no backup at ${source}`);
  const isThere = existsSync(path);
  if (isThere) checkpoint(path);
  const unfinished = `${path}.part`;
  createPrivateDirectory(dirname(path));
  copyFileSync(source, unfinished);
  // The copy has the mode of the backup, which is unknown.
  chmodSync(unfinished, 0o600);
  checkDatabase(unfinished);
  const kept = existsSync(path)
    ? `${path}.replaced-${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
    : null;
  if (kept !== null) renameSync(path, kept);
  putInPlace(unfinished, path);
  return kept;
}

/** Reads the whole file. Removes it and throws if this version cannot use it. */
function checkDatabase(path: string): void {
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
  if (found !== 'ok') throw new Error(`the database is not intact: ${found}`);
  if (version === 0) throw new Error('this is not a database of this software');
  throw new Error(
    `this is the database of a newer version (schema ${version}, this version supports ${SCHEMA_VERSION})`,
  );
}

/** Moves the write-ahead log into the database file. SQLite would apply a remaining log to the restored file. */
function checkpoint(path: string): void {
  const connection = new DatabaseSync(path);
  try {
    // SQLite changes the journal mode only if no other process uses the database.
    connection.exec('PRAGMA journal_mode = DELETE');
  } catch (cause) {
    throw new Error('the database is in use: stop the backend first', { cause });
  } finally {
    connection.close();
  }
}

/** Renames the finished file after its content is on disk. */
function putInPlace(unfinished: string, path: string): void {
  const file = openSync(unfinished, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(unfinished, path);
}
