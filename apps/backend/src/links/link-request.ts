import type { Challenge } from '@mytpe-pay/contract';

import { type LinkRow, isBeingIssued } from '../domain/link.ts';
import { planFallback, type LinkPlan, planLink } from '../domain/link-policy.ts';
import type { Offer, SignedOffer } from '../domain/offer.ts';
import { digest } from '../domain/terms.ts';
import { availabilityOf } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import { clientNetworks } from '../lib/network.ts';
import { Problem } from '../lib/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { Challenges } from './challenges.ts';
import type { Instances } from './instances.ts';
import type { Issuer } from './issuer.ts';
import {
  assertSameRequest,
  budgetFor,
  hashIdempotencyKey,
  newLink,
  type LinkLimits,
  requestDigest,
  type Requester,
} from './new-link.ts';
import type { LinkRequest } from './service.ts';
import type { SharedLinks } from './shared-links.ts';
import type { SignedOrders } from './signed-orders.ts';

export interface LinkRequestsOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly issuer: Issuer;
  readonly instances: Instances;
  readonly clock: Clock;
  readonly limits: LinkLimits;
  readonly shared: SharedLinks;
  readonly signed: SignedOrders;
  /** Keys the hashes of client networks. */
  readonly salt: string;
  readonly challenges: Challenges;
}

/** The row of a link, and whether this order made it. */
export interface IssuedLink {
  readonly row: LinkRow;
  readonly created: boolean;
}

/** Finds or makes the link that an order gets. @throws Problem */
export function createLinkRequests(options: LinkRequestsOptions): (order: LinkRequest) => Promise<IssuedLink> {
  const { repository, baseUrl, issuer, instances, clock, limits, shared, signed, salt, challenges } = options;

  function assertAvailable(offer: Offer, row: LinkRow | null): void {
    const instanceId = row?.instanceId ?? instances.knownFor(offer);
    const instanceRefuses = instanceId !== null && instances.isRefusing(instanceId);
    const availability = availabilityOf(offer, { shared: row, instanceRefuses, now: clock.now() });
    if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
  }

  async function sharedLink(offer: Offer): Promise<IssuedLink> {
    assertAvailable(offer, shared.known(offer));
    const asked = clock.now();
    const row = await shared.ensure(offer);
    assertAvailable(offer, row);
    if (!row.url || row.status !== 'active') throw new Problem('offer_unavailable', { availability: 'unavailable' });
    return { row, created: row.createdAt >= asked };
  }

  function requester(order: LinkRequest, idempotencyHash: string): Requester {
    const { address, site, block } = clientNetworks(order.address);
    return {
      idempotencyHash,
      request: requestDigest(order),
      reference: order.reference,
      origin: order.origin,
      client: digest(salt, address),
      clientSite: digest(salt, site),
      clientBlock: block === null ? null : digest(salt, block),
      language: order.language,
    };
  }

  async function payerLink(order: LinkRequest, plan: LinkPlan, idempotencyHash: string): Promise<IssuedLink> {
    const { offer } = order;
    assertAvailable(offer, null);
    const where = { baseUrl, instanceId: await instances.idFor(offer) };
    const link = newLink(offer, plan, where, requester(order, idempotencyHash), clock.now(), limits);
    const isProven = typeof order.solution === 'string' && (await challenges.verify(order.solution, idempotencyHash));
    const { row, created } = await issuer.issue(link, budgetFor(link, offer, clock.now(), limits, isProven));
    // Another request may have taken the key between our look and our insert.
    if (!created) assertSameRequest(order, row, () => plan);
    return { row, created };
  }

  /** What was signed for one payment, whoever asks and however often. */
  async function orderLink(
    offer: SignedOffer,
    order: LinkRequest,
    plan: LinkPlan,
    idempotencyHash: string,
  ): Promise<IssuedLink> {
    assertAvailable(offer, null);
    return signed.place(offer, plan, requester(order, idempotencyHash));
  }

  return async (order) => {
    const { offer } = order;
    const idempotencyHash =
      order.idempotencyKey === null ? null : hashIdempotencyKey(baseUrl, offer.id, order.idempotencyKey);
    const held = idempotencyHash === null ? null : await repository.linkByIdempotencyHash(idempotencyHash);
    const plan = () => planLink(offer, order.amount);
    if (held) assertSameRequest(order, held, plan);
    const isOrder = isSigned(offer) && offer.usage.mode === 'one_shot';
    if (held?.url && !isBeingIssued(held) && !isOrder) return { row: held, created: false };
    if (order.version !== null && order.version !== offer.version) throw new Problem('offer_changed');
    const wanted = plan();
    if (wanted.scope === 'payer' && idempotencyHash === null) throw new Problem('idempotency_key_required');
    if (isOrder) return orderLink(offer, order, wanted, idempotencyHash!);
    if (isSigned(offer)) await signed.accept(offer);
    if (wanted.scope === 'shared') return sharedLink(offer);
    try {
      return await payerLink(order, wanted, idempotencyHash!);
    } catch (error) {
      if (!(error instanceof Problem) || !isOverBudget(error)) throw error;
      const { retryAfter, operator } = error.details;
      if (error.code === 'challenge_required' && order.solution !== null)
        throw new Problem('challenge_required', { ...error.details, challenge: await challengeFor(idempotencyHash!) });
      if (planFallback(offer)) return sharedLink(offer);
      throw new Problem('rate_limited', { ...(retryAfter && { retryAfter }), ...(operator && { operator }) });
    }
  };

  async function challengeFor(idempotencyHash: string): Promise<Challenge> {
    const used = await repository.countAnonymousLinks(clock.now() - 60_000);
    return challenges.create(idempotencyHash, used / limits.perMinute);
  }
}

const isOverBudget = ({ code }: Problem): boolean => code === 'rate_limited' || code === 'challenge_required';

function isSigned(offer: Offer): offer is SignedOffer {
  return offer.signed !== null;
}
