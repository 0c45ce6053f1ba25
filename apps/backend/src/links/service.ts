import type { LinkView, OfferView } from '@mytpe-pay/contract';
import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { Offer, SignedOffer } from '../domain/offer.ts';

/** An answer kept ready in memory: the exact bytes, and their strong ETag. */
export interface CachedResponse {
  readonly body: string;
  readonly etag: string;
}

/** A request for a link, checked in form but not yet against the offer. */
export interface LinkRequest {
  readonly offer: Offer;
  /** Chosen amount in centimes. */
  readonly amount: Centimes | null;
  /** The offer version the page showed; `null` = whatever is current. */
  readonly version: string | null;
  readonly reference: string | null;
  /** The `Idempotency-Key`, as sent. */
  readonly idempotencyKey: string | null;
  /** Where the page lives (`Origin`), recorded for the receipt's audience. */
  readonly origin: string | null;
  /** The client's address, for the creation budget. */
  readonly address: string;
  /** A solved challenge (ALTCHA payload); `null` when the client cannot solve one, `undefined` when it did not try. */
  readonly solution: string | null | undefined;
  /** The payer's language: a payer's link has its title and description in it. */
  readonly language: Language;
}

/** Why the service cannot take payments now; `reasons` are for the operator. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}

/** Everything the HTTP side may ask for. All methods throw `Problem` for what the caller can be told. */
export interface LinkService {
  /** The offer, or `Problem('offer_not_found')`. */
  offer(id: string): Offer;
  offers(): readonly Offer[];
  /** The offer as a visitor sees it; makes the shared link of a shared offer the first time. */
  offerView(id: string, language: Language): Promise<OfferView>;
  /** The same from memory, as bytes; `undefined` when it must be made first (`offerResponse`). */
  cachedOfferResponse(id: string, language: Language): CachedResponse | undefined;
  offerResponse(id: string, language: Language): Promise<CachedResponse>;
  /** The offer that a token holds, or `Problem('offer_token_invalid' | 'offer_token_expired')`. */
  signedOffer(token: string): Promise<SignedOffer>;
  /** The same as a visitor sees it; `exhausted` once its order was paid. */
  signedOfferView(offer: SignedOffer, language: Language): Promise<OfferView>;
  /** One link for this order, created or found. Waits at most the configured time, then `upstream_unavailable`. */
  createLink(order: LinkRequest): Promise<{ readonly view: LinkView; readonly created: boolean }>;
  /** The link, or `Problem('link_not_found')`. */
  linkView(id: string): Promise<LinkView>;
  /** The same, with the origins whose pages may read it; `null`: those that may use the backend. */
  linkForPages(id: string): Promise<{ readonly view: LinkView; readonly allowedOrigins: readonly string[] | null }>;
  /** Calls `onChange` with each new view until the returned function is called. @param address the client's. */
  watch(id: string, address: string, onChange: (view: LinkView) => void): () => void;
  readiness(): Promise<Readiness>;
  /** The public keys of receipts, retired ones too, as a JWK Set. */
  receiptKeys(): Promise<{ readonly keys: readonly object[] }>;
}
