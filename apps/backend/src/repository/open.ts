import type { Log } from '../lib/log.ts';
import { findWidePaths } from './private-files.ts';
import { openSqlite } from './sqlite.ts';
import { type Repository, createRepository } from './repository.ts';

/**
 * Opens the store that `STORE_URL` names: `sqlite:PATH`, or `postgres://…` (its driver is loaded only then).
 * @param log gets a warning for each part of a SQLite store that other users of the machine can open.
 */
export async function openRepository(url: string, log: Log): Promise<Repository> {
  if (url.startsWith('sqlite:')) {
    const path = url.replace(/^sqlite:/, '');
    const database = openSqlite(path);
    for (const wide of findWidePaths(path))
      log.warn({ ...wide }, 'other users of this machine can open the store, which holds the key of receipts');
    return createRepository(database);
  }
  const { openPostgres } = await import('./postgres.ts');
  return createRepository(await openPostgres(url));
}
