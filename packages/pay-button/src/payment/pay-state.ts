/**
 * The state of a payment: `loading` → `ready` → `creating` → `opened` (or `blocked`: the link must be shown) → `paid`.
 * `closed`: the offer cannot be paid now. `error`: the offer could not be loaded.
 */
export type PayState = 'loading' | 'ready' | 'creating' | 'opened' | 'blocked' | 'paid' | 'closed' | 'error';

/** A signed offer, or a function that returns one. */
export type OfferToken = string | (() => string | Promise<string>);
