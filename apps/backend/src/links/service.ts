import type { LinkView, OfferView } from '@mytpe-pay/contract';
import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { Offer, SignedOffer } from '../domain/offer.ts';

/** An answer kept ready in memory: the exact bytes, and their strong ETag. */
export interface CachedResponse {
  readonly body: string;
  readonly etag: string;
}

/** The response to a request for a shared link that exists, kept ready in memory. */
export interface CachedLink {
  /** The link view as JSON. */
  readonly body: string;
  /** Where the link is read. */
  readonly location: string;
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
  /** The response to a request without an amount for the offer's shared link; `undefined` when `createLink` must decide. */
  cachedLink(offer: Offer): CachedLink | undefined;
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

/** A served script file of one version of the drop-in. */
export interface ScriptFile {
  readonly version: string;
  readonly name: string;
  readonly body: Buffer;
  /** Subresource integrity, `sha384-…`. */
  readonly integrity: string;
}

/** A section of the troubleshooting page: one problem that the button reports in the console. */
export interface TroubleshootingSection {
  readonly code: string;
  /** The console message. */
  readonly says: string;
  /** The cause. Text between backticks is code. */
  readonly when: string;
}

/** The drop-in's files: those of this build, and every one this installation has served before. */
export interface ScriptLibrary {
  /** Version of this build. */
  readonly version: string;
  /** The script for shops, of this build. */
  readonly entry: ScriptFile;
  /** The same with developer warnings. */
  readonly development: ScriptFile;
  readonly troubleshooting: readonly TroubleshootingSection[];
  file(version: string, name: string): ScriptFile | undefined;
  all(): readonly ScriptFile[];
}
