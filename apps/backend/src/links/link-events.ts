import type { LinkRow } from '../domain/link.ts';

type Listener = (row: LinkRow) => void;

/** The listeners for changes of links, in this process. */
export interface LinkEvents {
  /**
   * @param network the network that follows the link; see `clientNetwork`.
   * @returns a function that stops watching.
   */
  add(id: string, listener: Listener, network: string): () => void;
  has(id: string): boolean;
  /**
   * `true` if the link must be read from MyTPE every few seconds: a network has that for the links it began to follow
   * last, so that one network cannot slow down the reads of all others.
   */
  isEager(id: string): boolean;
  ids(): Iterable<string>;
  tell(row: LinkRow): void;
}

/** @param eagerPerNetwork how many links one network may have read eagerly. */
export function createLinkEvents(eagerPerNetwork: number): LinkEvents {
  const listeners = new Map<string, Set<Listener>>();
  // Per network the links it follows, with how many listeners; in the order in which it began.
  const followed = new Map<string, Map<string, number>>();
  const networks = new Map<string, Map<string, number>>();

  /** Adds `step` to the count at `links[id]`, and drops what is at zero. */
  function count(counts: Map<string, Map<string, number>>, outer: string, inner: string, step: number): void {
    const held = counts.get(outer) ?? new Map<string, number>();
    const left = (held.get(inner) ?? 0) + step;
    if (left > 0) held.set(inner, left);
    else held.delete(inner);
    if (held.size > 0) counts.set(outer, held);
    else counts.delete(outer);
  }

  return {
    add(id, listener, network) {
      const own: Listener = (row) => listener(row);
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set.add(own));
      count(followed, network, id, 1);
      count(networks, id, network, 1);
      return () => {
        if (!set.delete(own)) return;
        if (set.size === 0 && listeners.get(id) === set) listeners.delete(id);
        count(followed, network, id, -1);
        count(networks, id, network, -1);
      };
    },
    has: (id) => listeners.has(id),
    isEager: (id) =>
      [...(networks.get(id)?.keys() ?? [])].some((network) =>
        [...followed.get(network)!.keys()].slice(-eagerPerNetwork).includes(id),
      ),
    ids: () => listeners.keys(),
    tell(row) {
      for (const listener of listeners.get(row.id) ?? []) listener(row);
    },
  };
}
