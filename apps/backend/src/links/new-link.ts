import { randomBytes } from 'node:crypto';

import type { Language } from '@mytpe-pay/contract/money';

import type { NewLink } from '../domain/link.ts';
import type { LinkPlan } from '../domain/plan-link.ts';
import { type Offer, linkTexts } from '../domain/offer.ts';
import { digest, type LinkTerms } from '../domain/terms.ts';
import type { LinkLimits } from './budget.ts';

/** The fields of a link's row that come from the request. */
export interface Requester {
  readonly idempotencyHash: string | null;
  /** Hash of the request, see `requestDigest`. */
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
export const NO_REQUESTER: Requester = {
  idempotencyHash: null,
  request: null,
  reference: null,
  origin: null,
  client: null,
  clientSite: null,
  clientBlock: null,
  language: null,
};

/** The account that a link is created in: address of the MyTPE API, and payment instance. */
export interface LinkAccount {
  readonly baseUrl: string;
  readonly instanceId: string;
}

/** Creates the row of a link that does not exist upstream yet. @param now epoch ms. */
export function newLink(
  offer: Offer,
  plan: LinkPlan,
  account: LinkAccount,
  requester: Requester,
  now: number,
  limits: Pick<LinkLimits, 'linkTtlMs'>,
): NewLink {
  const { baseUrl, instanceId } = account;
  const order = orderKey(baseUrl, offer);
  // The idempotency key identifies the link of a payer; the order identifies the link of an order.
  const idempotencyHash = plan.scope === 'payer' && order === null ? requester.idempotencyHash : null;
  return {
    id: `lnk_${randomBytes(18).toString('base64url')}`,
    baseUrl,
    instanceId,
    offer: offer.id,
    offerVersion: offer.version,
    scope: plan.scope,
    terms: plan.terms,
    fingerprint: fingerprint(baseUrl, instanceId, offer.id, plan.terms, idempotencyHash),
    ...linkTexts(offer, requester.language),
    ...requester,
    jti: offer.signed?.jti ?? null,
    tokenIat: offer.signed?.iat ?? null,
    allowedOrigins: offer.signed && offer.allowedOrigins,
    orderKey: order,
    createdAt: now,
    expiresAt: plan.scope === 'payer' ? now + limits.linkTtlMs : null,
  };
}

/** Returns the key of a signed one-shot order; `null` for every other offer. */
function orderKey(baseUrl: string, { signed, usage }: Offer): string | null {
  return signed !== null && usage.mode === 'one_shot' ? digest(baseUrl, 'order', signed.jti) : null;
}

/** Returns the hash that two rows share if they are the same link. */
export function fingerprint(
  baseUrl: string,
  instanceId: string,
  offer: string,
  terms: LinkTerms,
  idempotencyHash: string | null,
): string {
  return digest(baseUrl, instanceId, offer, terms, idempotencyHash);
}
