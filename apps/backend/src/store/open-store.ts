import { createSqliteStore } from './sqlite/sqlite-store.ts';
import type { Store } from './store.ts';

/** Opens the store that `STORE_URL` names: `sqlite:PATH`. */
export function openStore(url: string): Store {
  return createSqliteStore(url.replace(/^sqlite:/, ''));
}
