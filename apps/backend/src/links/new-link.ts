import { randomBytes } from 'node:crypto';

import type { Language } from '@mytpe-pay/contract/money';

import type { LinkRow, NewLink } from '../domain/link.ts';
import type { LinkPlan } from '../domain/link-policy.ts';
import { type Offer, linkTexts } from '../domain/offer.ts';
import { digest, type LinkTerms } from '../domain/terms.ts';
import { Problem } from '../lib/problem.ts';
import type { Budget, Limit } from '../repository/insert-link.ts';
import type { LinkRequest } from './service.ts';

const MINUTE_MS = 60_000;
/** An abandoned payment stops counting against its address after this long: many customers can share one address. */
const UNPAID_MS = 15 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Who asks, as far as a link's row remembers it. */
export interface Requester {
  readonly idempotencyHash: string | null;
  readonly request: string | null;
  readonly reference: string | null;
  readonly origin: string | null;
  /** Keyed hashes of the client's networks; see `ClientNetworks`. */
  readonly client: string | null;
  readonly clientSite: string | null;
  readonly clientBlock: string | null;
  /** The language of a payer's link; `null`: the catalog's default. */
  readonly language: Language | null;
}

/** The requester of a shared link, which does not belong to a single client. */
export const NOBODY: Requester = {
  idempotencyHash: null,
  request: null,
  reference: null,
  origin: null,
  client: null,
  clientSite: null,
  clientBlock: null,
  language: null,
};

/** The limits on new links; see the settings of the same names. */
export interface LinkLimits {
  /** Anonymous links of the whole installation. */
  readonly perMinute: number;
  /** Links of signed orders. */
  readonly signedPerMinute: number;
  readonly unpaidPerClient: number;
  /** `true` if anonymous requests must bring a proof of work once half of `perMinute` is used. */
  readonly proofOfWork: boolean;
  readonly linkTtlMs: number;
}

/** What a repeat of an order must repeat: the key's meaning, without the version the page happened to show. */
export function requestDigest(order: LinkRequest): string {
  return digest(order.offer.id, order.amount, order.reference);
}

/** Hashes an idempotency key, which belongs to its offer and to one MyTPE. */
export function hashIdempotencyKey(baseUrl: string, offer: string, key: string): string {
  return digest(baseUrl, offer, key);
}

/** The row of a new link, before anything is known upstream. */
export function newLink(
  offer: Offer,
  plan: LinkPlan,
  where: { baseUrl: string; instanceId: string },
  who: Requester,
  now: number,
  limits: LinkLimits,
): NewLink {
  const order = orderKey(where.baseUrl, offer);
  return {
    id: `lnk_${randomBytes(18).toString('base64url')}`,
    ...where,
    offer: offer.id,
    offerVersion: offer.version,
    scope: plan.scope,
    terms: plan.terms,
    fingerprint: fingerprint(
      where.baseUrl,
      where.instanceId,
      offer.id,
      plan.terms,
      plan.scope === 'payer' && order === null ? who.idempotencyHash : null,
    ),
    ...linkTexts(offer, who.language),
    ...who,
    jti: offer.signed?.jti ?? null,
    tokenIat: offer.signed?.iat ?? null,
    allowedOrigins: offer.signed && offer.allowedOrigins,
    orderKey: order,
    createdAt: now,
    expiresAt: plan.scope === 'payer' ? now + limits.linkTtlMs : null,
  };
}

/** The order that an offer is, when it may be paid once whoever asks: a signed one of a single use. */
function orderKey(baseUrl: string, { signed, usage }: Offer): string | null {
  return signed !== null && usage.mode === 'one_shot' ? digest(baseUrl, 'order', signed.jti) : null;
}

/** What makes two links the same link. */
export function fingerprint(
  baseUrl: string,
  instanceId: string,
  offer: string,
  terms: LinkTerms,
  idempotencyHash: string | null,
): string {
  return digest(baseUrl, instanceId, offer, terms, idempotencyHash);
}

/**
 * The limits on a new link.
 * @param isProven whether the request brought a valid proof of work.
 */
export function budgetFor(link: NewLink, offer: Offer, now: number, limits: LinkLimits, isProven: boolean): Budget {
  if (link.orderKey !== null)
    return { now, limits: [{ of: 'signed', most: limits.signedPerMinute, windowMs: MINUTE_MS }] };
  const { perMinute } = limits;
  const installation: Limit = { of: 'installation', most: perMinute, windowMs: MINUTE_MS };
  if (link.scope === 'shared') return { now, limits: [installation] };
  const quarter = Math.ceil(perMinute / 4);
  const half = Math.ceil(perMinute / 2);
  const counted: Limit[] = [
    installation,
    { of: 'address', most: quarter, windowMs: MINUTE_MS },
    { of: 'site', most: half, windowMs: MINUTE_MS },
    { of: 'block', most: half, windowMs: MINUTE_MS },
    { of: 'unpaid', most: limits.unpaidPerClient, windowMs: UNPAID_MS },
  ];
  if (limits.proofOfWork && !isProven) counted.push({ of: 'unproven', most: half, windowMs: MINUTE_MS });
  return { now, limits: [...counted, ...offerLimits(offer)] };
}

/** The offer's links of one day, and the share that one network may have of them. */
function offerLimits({ maxPayerLinksPerDay: most }: Offer): Limit[] {
  if (most === null) return [];
  return [
    { of: 'offer', most, windowMs: DAY_MS },
    { of: 'offer_address', most: Math.ceil(most / 4), windowMs: DAY_MS },
    { of: 'offer_site', most: Math.ceil(most / 2), windowMs: DAY_MS },
  ];
}

/**
 * Checks an order against the row its key already has.
 * @throws Problem `idempotency_key_reused` for another request, `offer_changed` when the page shows terms that are neither the row's nor the current ones.
 */
export function assertSameRequest(order: LinkRequest, row: LinkRow, plan: () => LinkPlan): void {
  if (row.request !== requestDigest(order)) throw new Problem('idempotency_key_reused');
  if (order.version === null || order.version === row.offerVersion) return;
  if (order.version !== order.offer.version) throw new Problem('offer_changed');
  // The page shows the current terms: the earlier link may stand only if it charges what the page says.
  if (digest(plan().terms) !== digest(row.terms)) throw new Problem('idempotency_key_reused');
}
