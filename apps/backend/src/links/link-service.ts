import { randomBytes } from 'node:crypto';

import type { Environment, LinkView } from '@mytpe-pay/contract';

import { type LinkRow, isBeingIssued } from '../domain/link.ts';
import { planFallback, type LinkPlan, planLink } from '../domain/link-policy.ts';
import type { Catalog, Offer } from '../domain/offer.ts';
import { linkView } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { clientNetwork } from '../lib/network.ts';
import { Problem } from '../lib/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { challengeSecret, createChallenges } from './challenges.ts';
import type { Instances } from './instances.ts';
import type { Issuer } from './issuer.ts';
import type { LinkEvents } from './link-events.ts';
import { createLinkRequests } from './link-request.ts';
import { budgetFor, fingerprint, newLink, NOBODY, type LinkLimits } from './new-link.ts';
import type { Poller } from './poller.ts';
import type { Receipts } from './receipts.ts';
import { createResponseCache } from './response-cache.ts';
import type { Retire } from './retire.ts';
import type { LinkService } from './service.ts';
import { createSharedLinks } from './shared-links.ts';
import type { ReadSignedOffer } from './signed-offers.ts';
import { createSignedOrders } from './signed-orders.ts';

export interface LinkServiceOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly issuer: Issuer;
  readonly poller: Poller;
  readonly linkEvents: LinkEvents;
  readonly instances: Instances;
  readonly clock: Clock;
  readonly catalog: () => Catalog;
  readonly log: Log;
  readonly retire: Retire;
  readonly receipts: Receipts;
  readonly readSignedOffer: ReadSignedOffer;
  readonly environment: Environment;
  readonly limits: LinkLimits;
  /** How long a caller waits for a link, ms. */
  readonly waitMs: number;
  /** How long the first view of a shared offer waits for its link, ms. */
  readonly viewWaitMs: number;
  /** A shown shared link is read again when its last reading is older, ms. */
  readonly staleMs: number;
}

/** The service, and what keeps its memory true. */
export interface RunningLinkService extends LinkService {
  /** A row changed, here or through a read. */
  noteChange(row: LinkRow): void;
  /** The catalog or the instance moved on: marks what is outdated. */
  applyCatalog(): Promise<void>;
}

export async function createLinkService(options: LinkServiceOptions): Promise<RunningLinkService> {
  const { repository, baseUrl, issuer, poller, linkEvents, instances, clock, catalog, limits } = options;
  const { log, receipts, readSignedOffer } = options;
  const salt = await repository.keepValue('client_salt', randomBytes(16).toString('base64url'));

  const shared = createSharedLinks(clock, async (offer) => {
    const plan: LinkPlan = planFallback(offer) ?? planLink(offer, null);
    const instanceId = await instances.idFor(offer);
    const known = await repository.linkByFingerprint(fingerprint(baseUrl, instanceId, offer.id, plan.terms, null));
    if (known && !isBeingIssued(known)) return known;
    const link = newLink(offer, plan, { baseUrl, instanceId }, NOBODY, clock.now(), limits);
    // The catalog has a fixed number of offers, so its shared links need no budget. The number of tokens is not fixed.
    const budget = offer.signed === null ? null : budgetFor(link, offer, clock.now(), limits, false);
    return (await issuer.issue(link, budget)).row;
  });
  const answers = createResponseCache({ ...options, shared });
  const signed = createSignedOrders(options);
  const challenges = createChallenges({ secret: await challengeSecret(repository), clock });
  const requestLink = createLinkRequests({ ...options, shared, signed, salt, challenges });

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

  function refuses(row: LinkRow): boolean {
    return instances.isRefusing(row.instanceId);
  }

  const viewOf = (row: LinkRow): LinkView => linkView(row, refuses(row), clock.now());
  const shown = async (row: LinkRow): Promise<LinkView> => viewOf(await receipts.ensure(row));

  /** What a paid row brings about beside its reading; a failure now is made up for when the link is read or shown. */
  async function settlePaid(row: LinkRow): Promise<void> {
    const current = await receipts.ensure(row).catch((error: unknown) => {
      log.warn({ upstream_id: row.upstreamId, err: error }, 'a receipt could not be made yet');
      return row;
    });
    linkEvents.tell(current);
    if (row.orderKey === null) return;
    await signed.settlePaid(row).catch((error: unknown) => {
      log.warn({ upstream_id: row.upstreamId, err: error }, 'another link of a paid order could not be closed yet');
    });
  }

  async function pollSoon(id: string): Promise<void> {
    const row = await repository.link(id);
    if (row) await poller.pollSoon(row);
  }

  return {
    offer: offerOf,
    offers: () => [...catalog().values()],
    offerView: (id, language) => answers.view(offerOf(id), language),
    cachedOfferResponse: (id, language) => answers.ready(id, language),
    offerResponse: (id, language) => answers.answer(offerOf(id), language),
    cachedLink: (offer) => answers.link(offer),
    signedOffer: readSignedOffer,
    async signedOfferView(offer, language) {
      const { paid } = await signed.check(offer);
      // A view of a shared offer makes its link.
      if (offer.scope === 'shared') await signed.accept(offer);
      const view = await answers.view(offer, language);
      return paid ? { ...view, availability: 'exhausted' } : view;
    },
    async createLink(order) {
      const { row, created } = await requestLink(order);
      if (row.scope === 'shared') await answers.keepLink(order.offer);
      return { view: await shown(row), created };
    },
    linkView: async (id) => shown(await knownLink(id)),
    async linkForPages(id) {
      const row = await knownLink(id);
      // The catalog's word is that of today: an offer that left it keeps no page out.
      const ofCatalog = row.jti === null ? (catalog().get(row.offer)?.allowedOrigins ?? null) : null;
      return { view: await shown(row), allowedOrigins: row.allowedOrigins ?? ofCatalog };
    },
    watch(id, address, onChange) {
      const stop = linkEvents.add(id, (row) => onChange(viewOf(row)), clientNetwork(address));
      // The link is read at the eager pace from now on.
      void pollSoon(id).catch((error: unknown) => {
        log.warn({ err: error }, 'a link that is watched could not be scheduled; it is read at the usual pace');
      });
      return stop;
    },
    async readiness() {
      const reasons = [...instances.reasons()];
      await repository.check().catch((error: Error) => reasons.push(`the store does not work: ${error.message}`));
      return { ready: reasons.length === 0, reasons };
    },
    noteChange(row) {
      shared.update(row);
      answers.forget(row.offer);
      // A row that was paid is told with its receipt.
      if (receipts.isMissing(row) || (row.orderKey !== null && row.paidCount > 0)) void settlePaid(row);
      else linkEvents.tell(row);
    },
    receiptKeys: () => receipts.keys(),
    async applyCatalog() {
      shared.clear();
      answers.clear();
      const current = new Map<string, string | null>();
      for (const offer of catalog().values()) {
        const instanceId = instances.knownFor(offer);
        current.set(offer.id, instanceId === null ? null : `${offer.version}@${instanceId}`);
      }
      await repository.supersede(baseUrl, current, clock.now());
    },
  };
}
