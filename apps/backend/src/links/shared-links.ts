import { planFallback, planLink } from '../domain/plan-link.ts';
import { isBeingIssued, type LinkRow } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import { type Clock, waitAtMost } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';
import { budgetFor, type LinkLimits } from './budget.ts';
import type { Instances } from './instances.ts';
import type { Issuer } from './issuer.ts';
import { fingerprint, newLink, NO_REQUESTER } from './new-link.ts';

export interface SharedLinksOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly issuer: Issuer;
  readonly instances: Instances;
  readonly clock: Clock;
  readonly limits: LinkLimits;
}

/** The shared link of each offer. Memory keeps the links of catalog offers only: the number of signed offers is unlimited. */
export interface SharedLinks {
  /** The link if this process knows it. */
  known(offer: Offer): LinkRow | null;
  /** The link, found in the store or created; concurrent callers share one attempt. */
  ensure(offer: Offer): Promise<LinkRow>;
  /** Finds or creates the link for a view: waits at most `waitMs`, and does not retry right after a failure. */
  forView(offer: Offer, waitMs: number): Promise<LinkRow | null>;
  /** Stores a changed row in memory. */
  update(row: LinkRow): void;
  /** Removes all links from memory; the store still has them. */
  clear(): void;
}

/** After a view could not create its link, other views do not retry for this long, ms. */
const VIEW_BACKOFF_MS = 5000;

export function createSharedLinks(options: SharedLinksOptions): SharedLinks {
  const { clock } = options;
  const rows = new Map<string, LinkRow>();
  const running = new Map<string, Promise<LinkRow>>();
  const failedAt = new Map<string, number>();
  const keyOf = (offer: { id: string; version: string }) => `${offer.id} ${offer.version}`;

  const known = (offer: Offer): LinkRow | null => (offer.signed ? null : (rows.get(keyOf(offer)) ?? null));

  function ensure(offer: Offer): Promise<LinkRow> {
    const key = keyOf(offer);
    const row = known(offer);
    if (row) return Promise.resolve(row);
    let attempt = running.get(key);
    if (!attempt) {
      attempt = findOrIssue(options, offer)
        .then((row) => {
          failedAt.delete(key);
          update(row);
          return row;
        })
        .catch((error: unknown) => {
          if (!offer.signed) failedAt.set(key, clock.now());
          throw error;
        })
        .finally(() => running.delete(key));
      running.set(key, attempt);
    }
    return attempt;
  }

  function update(row: LinkRow): void {
    if (row.scope !== 'shared' || row.jti !== null) return;
    const key = keyOf({ id: row.offer, version: row.offerVersion });
    const current = rows.get(key);
    if (current && current.id !== row.id && current.createdAt > row.createdAt) return;
    if (row.status === 'gone' || row.status === 'rejected' || row.supersededAt !== null) {
      if (current?.id === row.id) rows.delete(key);
    } else if (!isBeingIssued(row)) rows.set(key, row);
  }

  return {
    known,
    ensure,
    async forView(offer, waitMs) {
      const row = known(offer);
      if (row) return row;
      if (clock.now() - (failedAt.get(keyOf(offer)) ?? -Infinity) < VIEW_BACKOFF_MS) return null;
      const ensured = ensure(offer).catch(() => null);
      return waitAtMost(ensured, { clock, waitMs, onTimeout: () => null });
    },
    update,
    clear: () => {
      rows.clear();
      failedAt.clear();
    },
  };
}

async function findOrIssue(options: SharedLinksOptions, offer: Offer): Promise<LinkRow> {
  const { repository, baseUrl, issuer, instances, clock, limits } = options;
  const plan = planFallback(offer) ?? planLink(offer, null);
  const instanceId = await instances.idFor(offer);
  const known = await repository.linkByFingerprint(fingerprint(baseUrl, instanceId, offer.id, plan.terms, null));
  if (known && !isBeingIssued(known)) return known;
  const link = newLink(offer, plan, { baseUrl, instanceId }, NO_REQUESTER, clock.now(), limits);
  // The catalog has a fixed number of offers, so its shared links need no budget. The number of tokens is not fixed.
  const budget = offer.signed === null ? null : budgetFor(link, offer, clock.now(), limits, false);
  return (await issuer.issue(link, budget)).row;
}
