import type { Log } from '../log.ts';
import { findWidePaths } from './sqlite/private-files.ts';
import { createSqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/**
 * Opens the store that `STORE_URL` names: `sqlite:PATH`, or `postgres://…` (its driver is loaded only then).
 * @param log gets a warning for each part of a SQLite store that other users of the machine can open.
 */
export async function openStore(url: string, log: Log): Promise<Store> {
  if (url.startsWith('sqlite:')) {
    const path = url.replace(/^sqlite:/, '');
    const store = createSqliteStore(path);
    for (const wide of findWidePaths(path))
      log.warn({ ...wide }, 'other users of this machine can open the store, which holds the key of receipts');
    return store;
  }
  const { createPostgresStore } = await import('./postgres/postgres-store.ts');
  return createPostgresStore(url);
}
