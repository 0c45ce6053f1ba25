import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const OTHERS = 0o077;
const STICKY = 0o1000;

/** A file or directory of the store that other users of the machine can open. */
export interface WidePath {
  readonly path: string;
  /** Permissions in octal, like `0644`. */
  readonly mode: string;
  /** The command, or the setting, that closes it. */
  readonly fix: string;
}

/** Creates a directory, and its parents, that only this user can open (mode 0700). An existing one keeps its mode. */
export function createPrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: DIRECTORY_MODE });
}

/**
 * Creates an empty file that only this user can open (mode 0600), for SQLite to fill: SQLite itself creates files with the
 * mode of the umask, and gives `-wal` and `-shm` the mode of the database.
 * @param flag `a` leaves an existing file as it is; with `wx` the call throws `EEXIST`.
 */
export function createPrivateFile(path: string, flag: 'a' | 'wx' = 'a'): void {
  closeSync(openSync(path, flag, FILE_MODE));
}

/** Returns the parts of the store that are open to other users. @param path the database file. */
export function findWidePaths(path: string): WidePath[] {
  // Windows has no such modes; its directories inherit access control lists.
  if (path === ':memory:' || process.platform === 'win32') return [];
  const files = ['', '-wal', '-shm'].map((suffix) => widePath(path + suffix, FILE_MODE));
  return [widePath(dirname(path), DIRECTORY_MODE), ...files].filter((wide) => wide !== null);
}

function widePath(path: string, wanted: number): WidePath | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || (stat.mode & OTHERS) === 0) return null;
  // A directory that several users share, such as /tmp, must stay open to them.
  const isShared = wanted === DIRECTORY_MODE && ((stat.mode & STICKY) !== 0 || stat.uid !== process.getuid?.());
  const fix = isShared
    ? 'set STORE_URL to a file in a directory that belongs to this user alone'
    : `chmod ${wanted.toString(8)} ${shellWord(path)}`;
  return { path, mode: (stat.mode & 0o7777).toString(8).padStart(4, '0'), fix };
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
