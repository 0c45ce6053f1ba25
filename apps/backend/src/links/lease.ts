import { randomBytes } from 'node:crypto';

import type { LinkRow } from '../domain/link.ts';
import type { Clock } from '../lib/clock.ts';
import { type Gateway, GatewayError } from '../mytpe/gateway.ts';
import type { Repository } from '../repository/repository.ts';

export interface LeaseOptions {
  readonly repository: Repository;
  readonly clock: Clock;
}

/** Longer than the longest step (one call with its retries), so that only a dead or frozen owner loses its lease. */
export const LEASE_MS = 75_000;
/** The pause between two attempts to take a lease that another owner has. */
const LEASE_POLL_MS = 250;

export const newToken = (): string => randomBytes(12).toString('base64url');

/** Waits until no other owner has a lease on the row, and takes a lease of {@link LEASE_MS}. Returns the row. */
export async function acquireLease({ repository, clock }: LeaseOptions, id: string, token: string): Promise<LinkRow> {
  for (;;) {
    const now = clock.now();
    const row = await repository.takeLease(id, { token, until: now + LEASE_MS }, now);
    if (row) return row;
    await clock.sleep(LEASE_POLL_MS);
  }
}

/**
 * Renews the lease during work that may take longer, such as a search through a long list. Otherwise two owners would
 * repeatedly take the row from each other. A frozen process does not renew its lease, and loses it as usual.
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
      // Retries if the store is unavailable, or if another owner has the lease; `work` notices that at its next write.
      await repository.takeLease(id, { token, until: now + LEASE_MS }, now).catch(() => null);
    }
  }
  const renewing = renew();
  try {
    return await work();
  } finally {
    over.abort();
    // A renewal in progress would otherwise take the lease back after its release.
    await renewing;
  }
}

/**
 * Changes the link of a row at MyTPE under a lease, if the API can only toggle a link: two concurrent calls that switch it
 * off would cancel each other. A repeated call would do the same while MyTPE still executes the first one. After a call with
 * an unknown outcome, and after a crash, other owners therefore wait until the lease has expired.
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
