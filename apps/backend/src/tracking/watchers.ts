import type { LinkRow } from '../store/store.ts';

type Listener = (row: LinkRow) => void;

/** Who wants to know when a link changes, in this process. */
export interface Watchers {
  /** @returns how to stop watching. */
  add(id: string, listener: Listener): () => void;
  has(id: string): boolean;
  ids(): Iterable<string>;
  tell(row: LinkRow): void;
}

export function createWatchers(): Watchers {
  const listeners = new Map<string, Set<Listener>>();
  return {
    add(id, listener) {
      const own: Listener = (row) => listener(row);
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set.add(own));
      return () => {
        set.delete(own);
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
      };
    },
    has: (id) => listeners.has(id),
    ids: () => listeners.keys(),
    tell(row) {
      for (const listener of listeners.get(row.id) ?? []) listener(row);
    },
  };
}
