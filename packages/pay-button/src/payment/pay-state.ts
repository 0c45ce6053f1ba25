/**
 * Where a payment stands. `loading` → `ready` → `creating` → `opened` (or `blocked`: the link must be shown) → `paid`;
 * `closed`: the offer cannot be paid now; `error`: it could not even be shown.
 */
export type PayState = 'loading' | 'ready' | 'creating' | 'opened' | 'blocked' | 'paid' | 'closed' | 'error';

/** A signed offer, or how to get one. */
export type OfferToken = string | (() => string | Promise<string>);
