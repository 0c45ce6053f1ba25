import { randomBytes } from 'node:crypto';

import type { LinkRow } from '../store/store.ts';
import type { IssuerOptions } from './context.ts';

type TurnOptions = Pick<IssuerOptions, 'store' | 'clock'>;

/** A lease outlives the longest step (one upstream call with its tries), so that only a dead or frozen owner loses it. */
export const LEASE_MS = 75_000;
/** How often one who waits for another process's lease looks again. */
const LEASE_POLL_MS = 250;

export const newToken = (): string => randomBytes(12).toString('base64url');

/** Waits until nobody else works on the row; from then on this owner does, for as long as a lease lasts. */
export async function takeTurn({ store, clock }: TurnOptions, id: string, token: string): Promise<LinkRow> {
  for (;;) {
    const now = clock.now();
    const row = await store.takeLease(id, { token, until: now + LEASE_MS }, now);
    if (row) return row;
    await clock.sleep(LEASE_POLL_MS);
  }
}

/**
 * Changes the link of a row at MyTPE while nobody else does, in whatever process: v2 can only flip a link on and off, so
 * that two who both want it off would leave it on.
 * @param work one call; told the row as it is then.
 */
export async function inTurn<T>(options: TurnOptions, id: string, work: (row: LinkRow) => Promise<T>): Promise<T> {
  const token = newToken();
  const row = await takeTurn(options, id, token);
  try {
    return await work(row);
  } finally {
    await options.store.releaseLease(id, token);
  }
}
