import type { LinkView, OfferView } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';

import { type LinkRow, isBeingIssued } from '../domain/link.ts';
import type { Catalog, Offer, SignedOffer } from '../domain/offer.ts';
import { linkView } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { clientNetwork } from '../lib/network.ts';
import { Problem } from '../lib/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { Instances } from './instances.ts';
import type { LinkEvents } from './link-events.ts';
import type { LinkRequest, RequestLink } from './request-link.ts';
import type { Poller } from './poller.ts';
import type { Receipts } from './receipts.ts';
import type { CachedLink, CachedResponse, ResponseCache } from './response-cache.ts';
import type { ReadSignedOffer } from './signed-offers.ts';
import type { SignedOrders } from './signed-orders.ts';

/** The state of the backend: `ready` if it can accept payments now; `reasons` are for the operator. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}

/** The operations behind the HTTP routes. All methods throw `Problem` for failures that the client may know. */
export interface LinkService {
  /** The offer, or `Problem('offer_not_found')`. */
  offer(id: string): Offer;
  offers(): readonly Offer[];
  /** The offer as a visitor sees it. The first view of a shared offer creates its shared link. */
  offerView(id: string, language: Language): Promise<OfferView>;
  /** The same view from memory, as bytes; `undefined` if `offerResponse` must build it first. */
  cachedOfferResponse(id: string, language: Language): CachedResponse | undefined;
  offerResponse(id: string, language: Language): Promise<CachedResponse>;
  /** The response to a request without an amount for the offer's shared link; `undefined` if `createLink` must decide. */
  cachedLink(offer: Offer): CachedLink | undefined;
  /** The offer in a token, or `Problem('offer_token_invalid' | 'offer_token_expired')`. */
  signedOffer(token: string): Promise<SignedOffer>;
  /** A signed offer as a visitor sees it; `exhausted` once its order was paid. */
  signedOfferView(offer: SignedOffer, language: Language): Promise<OfferView>;
  /** One link for this request, created or found. Waits at most the configured time, then `upstream_unavailable`. */
  createLink(request: LinkRequest): Promise<{ readonly view: LinkView; readonly created: boolean }>;
  /** The link, or `Problem('link_not_found')`. */
  linkView(id: string): Promise<LinkView>;
  /** The link, with the origins whose pages may read it; `null`: the origins that may use the backend. */
  linkForPages(id: string): Promise<{ readonly view: LinkView; readonly allowedOrigins: readonly string[] | null }>;
  /** Calls `watcher` with each new view until the returned function is called. @param address the client's. */
  watch(id: string, address: string, watcher: (view: LinkView) => void): () => void;
  readiness(): Promise<Readiness>;
  /** The public keys of receipts, retired ones too, as a JWK Set. */
  receiptKeys(): Promise<{ readonly keys: readonly object[] }>;
}

export interface LinkServiceOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly catalog: () => Catalog;
  readonly instances: Instances;
  readonly poller: Poller;
  readonly linkEvents: LinkEvents;
  readonly receipts: Receipts;
  readonly readSignedOffer: ReadSignedOffer;
  readonly signedOrders: SignedOrders;
  readonly requestLink: RequestLink;
  readonly responseCache: ResponseCache;
}

export function createLinkService(options: LinkServiceOptions): LinkService {
  const { repository, baseUrl, clock, log, catalog, instances, poller, linkEvents } = options;
  const { receipts, readSignedOffer, signedOrders, requestLink, responseCache } = options;

  function offerOf(id: string): Offer {
    const offer = catalog().get(id);
    if (!offer) throw new Problem('offer_not_found');
    return offer;
  }

  async function knownLink(id: string): Promise<LinkRow> {
    const row = await repository.link(id);
    if (!row?.url || row.baseUrl !== baseUrl || isBeingIssued(row) || row.status === 'rejected')
      throw new Problem('link_not_found');
    return row;
  }

  const viewOf = (row: LinkRow): LinkView => linkView(row, instances.isRefusing(row.instanceId), clock.now());
  const viewWithReceipt = async (row: LinkRow): Promise<LinkView> => viewOf(await receipts.ensure(row));

  async function pollSoon(id: string): Promise<void> {
    const row = await repository.link(id);
    if (row) await poller.pollSoon(row);
  }

  return {
    offer: offerOf,
    offers: () => [...catalog().values()],
    offerView: (id, language) => responseCache.view(offerOf(id), language),
    cachedOfferResponse: (id, language) => responseCache.cached(id, language),
    offerResponse: (id, language) => responseCache.response(offerOf(id), language),
    cachedLink: (offer) => responseCache.cachedLink(offer),
    signedOffer: readSignedOffer,
    async signedOfferView(offer, language) {
      const { paid } = await signedOrders.check(offer);
      // A view of a shared offer creates its link.
      if (offer.scope === 'shared') await signedOrders.accept(offer);
      const view = await responseCache.view(offer, language);
      return paid ? { ...view, availability: 'exhausted' } : view;
    },
    async createLink(request) {
      const { row, created } = await requestLink(request);
      if (row.scope === 'shared') await responseCache.keepLink(request.offer);
      return { view: await viewWithReceipt(row), created };
    },
    linkView: async (id) => viewWithReceipt(await knownLink(id)),
    async linkForPages(id) {
      const row = await knownLink(id);
      // The catalog may have changed since: an offer that was removed from it restricts no page.
      const ofCatalog = row.jti === null ? (catalog().get(row.offer)?.allowedOrigins ?? null) : null;
      return { view: await viewWithReceipt(row), allowedOrigins: row.allowedOrigins ?? ofCatalog };
    },
    watch(id, address, watcher) {
      const stop = linkEvents.watch(id, (row) => watcher(viewOf(row)), clientNetwork(address));
      // The link is read at the eager pace from now on.
      void pollSoon(id).catch((error: unknown) => {
        log.warn({ err: error }, 'a watched link could not be scheduled; its next poll stays as scheduled before');
      });
      return stop;
    },
    async readiness() {
      const reasons = [...instances.reasons()];
      await repository.check().catch((error: Error) => reasons.push(`the store does not work: ${error.message}`));
      return { ready: reasons.length === 0, reasons };
    },
    receiptKeys: () => receipts.keys(),
  };
}
