import type { Availability } from '@mytpe-pay/contract';

import { type LinkRow, type NewLink, isBeingIssued } from '../domain/link.ts';
import type { LinkPlan } from '../domain/plan-link.ts';
import type { SignedOffer } from '../domain/offer.ts';
import type { Clock } from '../lib/clock.ts';
import { Problem } from '../lib/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { budgetFor, type LinkLimits } from './budget.ts';
import type { Instances } from './instances.ts';
import { type IssuedLink, type Issuer, waitForLink } from './issuer.ts';
import { newLink, type Requester } from './new-link.ts';
import type { Retire } from './retire.ts';

export interface SignedOrdersOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly issuer: Issuer;
  readonly retire: Retire;
  readonly instances: Instances;
  readonly limits: LinkLimits;
  /** The longest time that a caller waits, ms. */
  readonly waitMs: number;
}

/** Orders that the merchant's server signed: each is paid at most once, by one link at a time. */
export interface SignedOrders {
  /**
   * Checks that no later token has replaced this one.
   * @returns `paid: true` if the order was paid.
   * @throws Problem `offer_token_expired` if a later token has other terms.
   */
  check(offer: SignedOffer): Promise<{ readonly paid: boolean }>;
  /** Does the same check for an offer that is about to be used, and marks the links for earlier terms as superseded. */
  accept(offer: SignedOffer): Promise<void>;
  /**
   * Returns the order's only link, for exactly this plan.
   * @throws Problem `offer_unavailable` once it was paid, `offer_token_expired` for an older token, and what issuing throws.
   */
  place(offer: SignedOffer, plan: LinkPlan, requester: Requester): Promise<IssuedLink>;
  /** Closes all other links of the order of a paid row. */
  settlePaid(row: LinkRow): Promise<void>;
}

/** The number of an order's links that are read, the newest ones. */
const HISTORY = 100;
/** Callers that keep replacing each other's links get an error after this many rounds. */
const ROUNDS = 10;
/** The most replacements of an order's link for the same signed terms. */
const MAX_REPLACEMENTS = 10;

export function createSignedOrders(options: SignedOrdersOptions): SignedOrders {
  const { repository, baseUrl, clock, issuer, retire, instances, limits } = options;

  /** Rows of the order, the newest token first. */
  async function history(offer: SignedOffer): Promise<LinkRow[]> {
    const rows = await repository.tokenLinks(baseUrl, offer.id, HISTORY);
    const newest = rows[0];
    if (newest && newest.offerVersion !== offer.version && offer.signed.iat <= newest.tokenIat!) throw outdated();
    return rows;
  }

  async function accept(offer: SignedOffer): Promise<LinkRow[]> {
    const rows = await history(offer);
    const newest = rows[0];
    if (newest && newest.offerVersion !== offer.version)
      await repository.supersedeToken(baseUrl, offer.id, offer.version, clock.now());
    else if (newest && newest.tokenIat! < offer.signed.iat)
      await repository.noteToken(newest.id, offer.signed.iat, offer.allowedOrigins);
    return rows;
  }

  /** Makes one attempt. Returns `null` if the order changed in the meantime and must be read again. */
  async function tryPlace(offer: SignedOffer, plan: LinkPlan, requester: Requester): Promise<IssuedLink | null> {
    const rows = await accept(offer);
    const paid = rows.find(isPaid);
    if (paid?.idempotencyHash && paid.idempotencyHash === requester.idempotencyHash)
      return { row: paid, created: false };
    if (paid) throw unavailable('exhausted');
    const account = { baseUrl, instanceId: await instances.idFor(offer) };
    const wanted = newLink(offer, plan, account, requester, clock.now(), limits);
    const open = rows.find((row) => row.orderKey !== null && row.closedAt === null);
    if (open) return useOrRetire(open, wanted, offer, rows);
    refuseIfClosedByMerchant(rows[0], wanted.fingerprint);
    await assertReplaceable(wanted);
    const outcome = await issuer.issue(wanted, budgetFor(wanted, offer, clock.now(), limits, false));
    const isJoined = outcome.row.fingerprint === wanted.fingerprint && outcome.row.closedAt === null;
    return outcome.created || isJoined ? outcome : null;
  }

  /**
   * Checks the number of replacements before the open link is retired, so that the payer keeps it.
   * @throws Problem `offer_unavailable` when the order's link was replaced too often; new terms start a new count.
   */
  async function assertReplaceable({ orderKey, offerVersion }: NewLink): Promise<void> {
    if ((await repository.countOrderLinks(orderKey!, offerVersion)) <= MAX_REPLACEMENTS) return;
    throw new Problem('offer_unavailable', {
      availability: 'unavailable',
      operator: `the link of this order was replaced ${MAX_REPLACEMENTS} times; sign other terms, or a new jti`,
    });
  }

  async function useOrRetire(
    open: LinkRow,
    wanted: NewLink,
    offer: SignedOffer,
    [newest]: readonly LinkRow[],
  ): Promise<IssuedLink | null> {
    const { fingerprint } = wanted;
    const isWanted = open.fingerprint === fingerprint && open.supersededAt === null && clock.now() < open.expiresAt!;
    if (isWanted && isBeingIssued(open)) await issuer.settle(open);
    else if (isWanted && open.status !== 'active') throw unavailable(open.status);
    else if (isWanted) return { row: open, created: false };
    else if (open.fingerprint !== fingerprint && offer.signed.iat < newest!.tokenIat!) throw outdated();
    else {
      await assertReplaceable(wanted);
      await retire(open);
    }
    return null;
  }

  async function place(offer: SignedOffer, plan: LinkPlan, requester: Requester): Promise<IssuedLink> {
    // A request whose caller stopped waiting must not replace the link of a later request.
    const deadline = clock.now() + options.waitMs;
    for (let round = 0; round < ROUNDS && clock.now() <= deadline; round += 1) {
      const placed = await tryPlace(offer, plan, requester);
      if (placed) return placed;
    }
    throw new Problem('upstream_unavailable', {
      retryAfter: 1,
      operator: 'several callers keep asking for different links of one order',
    });
  }

  return {
    check: async (offer) => ({ paid: (await history(offer)).some((row) => row.orderKey !== null && isPaid(row)) }),
    accept: async (offer) => void (await accept(offer)),
    place(offer, plan, requester) {
      const work = place(offer, plan, requester);
      work.catch(() => {}); // the caller may have stopped waiting
      return waitForLink(work, options);
    },
    async settlePaid(row) {
      const rows = await repository.tokenLinks(baseUrl, row.offer, HISTORY);
      for (const other of rows)
        if (other.id !== row.id && other.orderKey && other.closedAt === null) await retire(other);
    },
  };
}

const isPaid = (row: LinkRow): boolean => row.paidCount > 0;

function outdated(): Problem {
  return new Problem('offer_token_expired', { operator: 'a later token named other terms for the same jti' });
}

/** The statuses of MyTPE that are also values of an offer's availability. */
const SHOWN_STATUSES = ['paused', 'exhausted', 'expired', 'archived'] as const satisfies Availability[];

function unavailable(status: string): Problem {
  return new Problem('offer_unavailable', {
    availability: SHOWN_STATUSES.find((shown) => shown === status) ?? 'unavailable',
  });
}

/** A link that the merchant closed at MyTPE early, not by signing other terms, is not issued again. */
function refuseIfClosedByMerchant(last: LinkRow | undefined, fingerprint: string): void {
  if (last?.orderKey == null || last.fingerprint !== fingerprint) return;
  const byUs = last.supersededAt !== null || last.closedAt! >= last.expiresAt!;
  if (!byUs && last.status !== 'gone') throw unavailable(last.status);
}
