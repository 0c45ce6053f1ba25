import { randomBytes } from 'node:crypto';

import type { Challenge } from '@mytpe-pay/contract';
import type { Centimes, Language } from '@mytpe-pay/contract/money';

import { isBeingIssued, type LinkRow } from '../domain/link.ts';
import type { Offer, SignedOffer } from '../domain/offer.ts';
import { type LinkPlan, planFallback, planLink } from '../domain/plan-link.ts';
import { digest } from '../domain/terms.ts';
import { availabilityOf } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import { clientNetworks } from '../lib/network.ts';
import { Problem } from '../lib/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { budgetFor, isOverBudget, type LinkLimits } from './budget.ts';
import { challengeSecret, createChallenges } from './challenges.ts';
import type { Instances } from './instances.ts';
import type { IssuedLink, Issuer } from './issuer.ts';
import { newLink, type Requester } from './new-link.ts';
import type { SharedLinks } from './shared-links.ts';
import type { SignedOrders } from './signed-orders.ts';

/** A request for a link (`POST /v1/links`), with a valid schema but not yet checked against the offer. */
export interface LinkRequest {
  readonly offer: Offer;
  /** Chosen amount in centimes. */
  readonly amount: Centimes | null;
  /** The offer version the page showed; `null` accepts the current one. */
  readonly version: string | null;
  readonly reference: string | null;
  /** The `Idempotency-Key`, as sent. */
  readonly idempotencyKey: string | null;
  /** Where the page lives (`Origin`), recorded for the receipt's audience. */
  readonly origin: string | null;
  /** The client's address, for the creation budget. */
  readonly address: string;
  /** A solved challenge (ALTCHA payload); `null` when the client cannot solve one, `undefined` when it sent none. */
  readonly solution: string | null | undefined;
  /** The payer's language, for the title and description of a payer link. */
  readonly language: Language;
}

export interface LinkRequestsOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly issuer: Issuer;
  readonly instances: Instances;
  readonly clock: Clock;
  readonly limits: LinkLimits;
  readonly sharedLinks: SharedLinks;
  readonly signedOrders: SignedOrders;
}

/** Finds or creates the link for a request. @throws Problem */
export type RequestLink = (request: LinkRequest) => Promise<IssuedLink>;

export async function createLinkRequests(options: LinkRequestsOptions): Promise<RequestLink> {
  const { repository, baseUrl, issuer, instances, clock, limits, sharedLinks, signedOrders } = options;
  // Keys the hashes of client networks.
  const salt = await repository.keepValue('client_salt', randomBytes(16).toString('base64url'));
  const challenges = createChallenges({ secret: await challengeSecret(repository), clock });

  function assertAvailable(offer: Offer, row: LinkRow | null): void {
    const instanceId = row?.instanceId ?? instances.knownFor(offer);
    const instanceRefuses = instanceId !== null && instances.isRefusing(instanceId);
    const availability = availabilityOf(offer, { shared: row, instanceRefuses, now: clock.now() });
    if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
  }

  async function sharedLink(offer: Offer): Promise<IssuedLink> {
    assertAvailable(offer, sharedLinks.known(offer));
    const requestedAt = clock.now();
    const row = await sharedLinks.ensure(offer);
    assertAvailable(offer, row);
    if (!row.url || row.status !== 'active') throw new Problem('offer_unavailable', { availability: 'unavailable' });
    return { row, created: row.createdAt >= requestedAt };
  }

  function requesterOf(request: LinkRequest, idempotencyHash: string): Requester {
    const { address, site, block } = clientNetworks(request.address);
    return {
      idempotencyHash,
      request: requestDigest(request),
      reference: request.reference,
      origin: request.origin,
      client: digest(salt, address),
      clientSite: digest(salt, site),
      clientBlock: block === null ? null : digest(salt, block),
      language: request.language,
    };
  }

  async function payerLink(request: LinkRequest, plan: LinkPlan, idempotencyHash: string): Promise<IssuedLink> {
    const { offer, solution } = request;
    assertAvailable(offer, null);
    const account = { baseUrl, instanceId: await instances.idFor(offer) };
    const link = newLink(offer, plan, account, requesterOf(request, idempotencyHash), clock.now(), limits);
    const isProven = typeof solution === 'string' && (await challenges.verify(solution, idempotencyHash));
    const issued = await issuer.issue(link, budgetFor(link, offer, clock.now(), limits, isProven));
    // Another request may have used the key between the lookup and the insert.
    if (!issued.created) assertSameRequest(request, issued.row, () => plan);
    return issued;
  }

  async function challengeFor(idempotencyHash: string): Promise<Challenge> {
    const used = await repository.countAnonymousLinks(clock.now() - 60_000);
    return challenges.create(idempotencyHash, used / limits.perMinute);
  }

  return async (request) => {
    const { offer } = request;
    const idempotencyHash =
      request.idempotencyKey === null ? null : hashIdempotencyKey(baseUrl, offer.id, request.idempotencyKey);
    const held = idempotencyHash === null ? null : await repository.linkByIdempotencyHash(idempotencyHash);
    const planned = () => planLink(offer, request.amount);
    if (held) assertSameRequest(request, held, planned);
    const isOrder = isSigned(offer) && offer.usage.mode === 'one_shot';
    if (held?.url && !isBeingIssued(held) && !isOrder) return { row: held, created: false };
    if (request.version !== null && request.version !== offer.version) throw new Problem('offer_changed');
    const plan = planned();
    if (plan.scope === 'payer' && idempotencyHash === null) throw new Problem('idempotency_key_required');
    if (isOrder) {
      assertAvailable(offer, null);
      return signedOrders.place(offer, plan, requesterOf(request, idempotencyHash!));
    }
    if (isSigned(offer)) await signedOrders.accept(offer);
    if (plan.scope === 'shared') return sharedLink(offer);
    try {
      return await payerLink(request, plan, idempotencyHash!);
    } catch (error) {
      if (!(error instanceof Problem) || !isOverBudget(error)) throw error;
      const { retryAfter, operator } = error.details;
      if (error.code === 'challenge_required' && request.solution !== null)
        throw new Problem('challenge_required', { ...error.details, challenge: await challengeFor(idempotencyHash!) });
      if (planFallback(offer)) return sharedLink(offer);
      throw new Problem('rate_limited', { ...(retryAfter && { retryAfter }), ...(operator && { operator }) });
    }
  };
}

function isSigned(offer: Offer): offer is SignedOffer {
  return offer.signed !== null;
}

/** Hashes an idempotency key, which belongs to its offer and to one MyTPE. */
function hashIdempotencyKey(baseUrl: string, offer: string, key: string): string {
  return digest(baseUrl, offer, key);
}

/** Hashes the parts of a request that must not change when it is repeated. The offer version is not one of them. */
function requestDigest({ offer, amount, reference }: LinkRequest): string {
  return digest(offer.id, amount, reference);
}

/**
 * Checks a request against the row that its idempotency key already has.
 * @throws Problem `idempotency_key_reused` for another request, `offer_changed` when the page shows terms that are neither the row's nor the current ones.
 */
function assertSameRequest(request: LinkRequest, row: LinkRow, planned: () => LinkPlan): void {
  if (row.request !== requestDigest(request)) throw new Problem('idempotency_key_reused');
  if (request.version === null || request.version === row.offerVersion) return;
  if (request.version !== request.offer.version) throw new Problem('offer_changed');
  // The page shows the current terms. The earlier link is valid only if it charges the same.
  if (digest(planned().terms) !== digest(row.terms)) throw new Problem('idempotency_key_reused');
}
