import { randomBytes } from 'node:crypto';

import type { LinkRow } from '../domain/link.ts';
import { GatewayError } from '../mytpe/gateway.ts';
import type { Clock } from '../lib/clock.ts';
import type { Gateway } from '../mytpe/gateway.ts';
import type { Repository } from '../repository/repository.ts';

/** What a lease is taken with. */
export interface LeaseOptions {
  readonly repository: Repository;
  readonly clock: Clock;
}

/** A lease outlives the longest step (one upstream call with its tries), so that only a dead or frozen owner loses it. */
export const LEASE_MS = 75_000;
/** How often one who waits for another process's lease looks again. */
const LEASE_POLL_MS = 250;

export const newToken = (): string => randomBytes(12).toString('base64url');

/** Waits until nobody else works on the row; from then on this owner does, for as long as a lease lasts. */
export async function acquireLease({ repository, clock }: LeaseOptions, id: string, token: string): Promise<LinkRow> {
  for (;;) {
    const now = clock.now();
    const row = await repository.takeLease(id, { token, until: now + LEASE_MS }, now);
    if (row) return row;
    await clock.sleep(LEASE_POLL_MS);
  }
}

/**
 * Does what may take longer than a lease, such as a look through a long list, and keeps the turn meanwhile: else two
 * owners would take the row from each other for ever. Who is frozen renews nothing, and loses it as always.
 */
export async function renewingLease<T>(
  { repository, clock }: LeaseOptions,
  id: string,
  token: string,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  async function renew(): Promise<void> {
    for (;;) {
      await clock.sleep(LEASE_MS / 3, over.signal);
      if (over.signal.aborted) return;
      const now = clock.now();
      // A store that is away is asked again; so is one where somebody else has the turn, who changes nothing for us then.
      await repository.takeLease(id, { token, until: now + LEASE_MS }, now).catch(() => null);
    }
  }
  const renewing = renew();
  try {
    return await work();
  } finally {
    over.abort();
    // A renewal on its way would otherwise take back what is given up next.
    await renewing;
  }
}

/**
 * Changes the link of a row at MyTPE while nobody else does, in whatever process, where MyTPE can only flip a link on and
 * off: two who both want it off would leave it on. So would one who asks again while MyTPE is still at what it was asked
 * before: after a call whose outcome is unknown, and after a crash, the others wait until the lease has run out.
 */
export async function withLease<T>(
  options: LeaseOptions & { readonly gateway: Pick<Gateway, 'flips'> },
  id: string,
  change: () => Promise<T>,
): Promise<T> {
  if (!options.gateway.flips) return change();
  const token = newToken();
  await acquireLease(options, id, token);
  try {
    const changed = await change();
    await options.repository.releaseLease(id, token);
    return changed;
  } catch (error) {
    const isOver = !(error instanceof GatewayError) || error.failure !== 'unknown';
    if (isOver) await options.repository.releaseLease(id, token);
    throw error;
  }
}
