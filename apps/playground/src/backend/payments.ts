import type { LinkView } from '@mytpe-pay/button';

const PAID = { status: 'exhausted', payable: false, paid: true } satisfies Partial<LinkView>;

type Listener = (link: LinkView) => void;

/** The simulated payments of links. */
export interface Payments {
  /** The link's present state. */
  stateOf(link: LinkView): LinkView;
  /** Marks a link as paid, and tells everyone who watches it. */
  pay(link: LinkView): void;
  /** Calls `listener` with the link's state now and at each change. @returns a function that ends this. */
  watch(link: LinkView, listener: Listener): () => void;
}

export function createPayments(): Payments {
  const paid = new Set<string>();
  const watched = new Map<string, Set<Listener>>();
  const stateOf = (link: LinkView): LinkView => (paid.has(link.id) ? { ...link, ...PAID } : link);
  return {
    stateOf,
    pay(link) {
      paid.add(link.id);
      for (const listener of watched.get(link.id) ?? []) listener(stateOf(link));
    },
    watch(link, listener) {
      const listeners = watched.get(link.id) ?? new Set();
      watched.set(link.id, listeners.add(listener));
      listener(stateOf(link));
      return () => void listeners.delete(listener);
    },
  };
}
