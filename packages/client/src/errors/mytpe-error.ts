/**
 * What became of a write that failed.
 *
 * - `rejected`: it was not carried out; nothing changed at MyTPE.
 * - `unknown`: it may or may not have been carried out. MyTPE documents no idempotency, so read before repeating.
 */
export type Outcome = 'rejected' | 'unknown';

export interface MytpeErrorOptions {
  readonly outcome?: Outcome | undefined;
  readonly cause?: unknown;
}

/** Every failure of this client is one of these. Messages and properties never hold a key or a secret. */
export abstract class MytpeError extends Error {
  abstract override readonly name: string;
  /** Set when a write failed, and whenever a call was refused before anything was sent; else `undefined`. */
  readonly outcome: Outcome | undefined;

  constructor(message: string, { outcome, cause }: MytpeErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.outcome = outcome;
  }
}
