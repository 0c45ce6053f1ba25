import { createSqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/** Opens the store that `STORE_URL` names: `sqlite:PATH`, or `postgres://…` (its driver is loaded only then). */
export async function openStore(url: string): Promise<Store> {
  if (url.startsWith('sqlite:')) return createSqliteStore(url.replace(/^sqlite:/, ''));
  const { createPostgresStore } = await import('./postgres/postgres-store.ts');
  return createPostgresStore(url);
}
