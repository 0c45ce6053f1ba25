import { randomBytes } from 'node:crypto';

import type { Environment, LinkView } from '@mytpe-pay/contract';

import { digest } from '../catalog/charge-terms.ts';
import type { Catalog, Offer } from '../catalog/offer.ts';
import { clientNetwork } from '../client-network.ts';
import type { Clock } from '../clock.ts';
import { isBeingIssued } from '../issuance/context.ts';
import { type Issuance, fallbackIssuance, issuance } from '../issuance/issuance.ts';
import type { Issuer } from '../issuance/issuer.ts';
import { Problem } from '../problem.ts';
import type { LinkOrder, PayService } from '../service.ts';
import type { LinkRow, Store } from '../store/store.ts';
import type { Reader } from '../tracking/reader.ts';
import type { Watchers } from '../tracking/watchers.ts';
import type { Instances } from './instances.ts';
import { createOfferAnswers } from './offer-answers.ts';
import {
  NOBODY,
  type OrderLimits,
  type Requester,
  assertSameOrder,
  attemptDigest,
  budgetFor,
  fingerprint,
  newLink,
  requestDigest,
} from './orders.ts';
import { createSharedLinks } from './shared-links.ts';
import { availabilityOf, linkView } from './views.ts';

export interface PayServiceOptions {
  readonly store: Store;
  readonly baseUrl: string;
  readonly issuer: Issuer;
  readonly reader: Reader;
  readonly watchers: Watchers;
  readonly instances: Instances;
  readonly clock: Clock;
  readonly catalog: () => Catalog;
  readonly environment: Environment;
  readonly limits: OrderLimits;
  /** How long the first view of a shared offer waits for its link, ms. */
  readonly viewWaitMs: number;
  /** A shown shared link is read again when its last reading is older, ms. */
  readonly staleMs: number;
}

/** The service, and what keeps its memory true. */
export interface RunningService extends PayService {
  /** A row changed, here or through a read. */
  noteChange(row: LinkRow): void;
  /** The catalog or the instance moved on: marks what is outdated. */
  applyCatalog(): Promise<void>;
}

export async function createPayService(options: PayServiceOptions): Promise<RunningService> {
  const { store, baseUrl, issuer, reader, watchers, instances, clock, catalog, limits } = options;
  const salt = await store.keepFact('client_salt', randomBytes(16).toString('base64url'));

  const shared = createSharedLinks(clock, async (offer) => {
    const plan: Issuance = fallbackIssuance(offer) ?? issuance(offer, null);
    const instanceId = await instances.idFor(offer);
    const known = await store.linkByFingerprint(fingerprint(baseUrl, instanceId, offer.id, plan.terms, null));
    if (known && !isBeingIssued(known)) return known;
    const { row } = await issuer.issue(
      newLink(offer, plan, { baseUrl, instanceId }, NOBODY, clock.now(), limits),
      null,
    );
    return row;
  });
  const answers = createOfferAnswers({ ...options, shared });

  function offerOf(id: string): Offer {
    const offer = catalog().get(id);
    if (!offer) throw new Problem('offer_not_found');
    return offer;
  }

  function refuses(row: LinkRow): boolean {
    return instances.isRefusing(row.instanceId);
  }

  const viewOf = (row: LinkRow): LinkView => linkView(row, refuses(row), clock.now());

  function assertAvailable(offer: Offer, row: LinkRow | null): void {
    const instanceId = row?.instanceId ?? instances.knownFor(offer);
    const instanceRefuses = instanceId !== null && instances.isRefusing(instanceId);
    const availability = availabilityOf(offer, { shared: row, instanceRefuses, now: clock.now() });
    if (availability !== 'available') throw new Problem('offer_unavailable', { availability });
  }

  async function sharedLink(offer: Offer): Promise<{ view: LinkView; created: boolean }> {
    assertAvailable(offer, shared.known(offer));
    const asked = clock.now();
    const row = await shared.ensure(offer);
    assertAvailable(offer, row);
    if (!row.url || row.status !== 'active') throw new Problem('offer_unavailable', { availability: 'unavailable' });
    return { view: viewOf(row), created: row.createdAt >= asked };
  }

  async function payerLink(
    offer: Offer,
    order: LinkOrder,
    plan: Issuance,
    attempt: string,
  ): Promise<{ view: LinkView; created: boolean }> {
    assertAvailable(offer, null);
    const who: Requester = {
      attempt,
      request: requestDigest(order),
      reference: order.reference,
      origin: order.origin,
      client: digest(salt, clientNetwork(order.address)),
    };
    const where = { baseUrl, instanceId: await instances.idFor(offer) };
    const { row, created } = await issuer.issue(
      newLink(offer, plan, where, who, clock.now(), limits),
      budgetFor(offer, clock.now(), limits),
    );
    // Another request may have taken the key between our look and our insert.
    if (!created) assertSameOrder(order, row, offer, () => plan);
    await reader.schedule(row);
    return { view: viewOf(row), created };
  }

  async function createLink(order: LinkOrder): Promise<{ view: LinkView; created: boolean }> {
    const offer = offerOf(order.offer);
    const attempt = order.idempotencyKey === null ? null : attemptDigest(baseUrl, offer.id, order.idempotencyKey);
    const held = attempt === null ? null : await store.linkByAttempt(attempt);
    const plan = () => issuance(offer, order.amount);
    if (held) assertSameOrder(order, held, offer, plan);
    if (held?.url && !isBeingIssued(held)) return { view: viewOf(held), created: false };
    if (order.version !== null && order.version !== offer.version) throw new Problem('offer_changed');
    const wanted = plan();
    if (wanted.scope === 'shared') return sharedLink(offer);
    if (attempt === null) throw new Problem('idempotency_key_required');
    try {
      return await payerLink(offer, order, wanted, attempt);
    } catch (error) {
      const spent = error instanceof Problem && error.code === 'rate_limited';
      if (spent && fallbackIssuance(offer)) return sharedLink(offer);
      throw error;
    }
  }

  return {
    offer: offerOf,
    offers: () => [...catalog().values()],
    offerView: (id, language) => answers.view(offerOf(id), language),
    readyOfferAnswer: (id, language) => answers.ready(id, language),
    offerAnswer: (id, language) => answers.answer(offerOf(id), language),
    createLink,
    async linkView(id) {
      const row = await store.link(id);
      if (!row?.url || row.baseUrl !== baseUrl || isBeingIssued(row) || row.status === 'rejected')
        throw new Problem('link_not_found');
      return viewOf(row);
    },
    watch(id, onChange) {
      const stop = watchers.add(id, (row) => onChange(viewOf(row)));
      // Whoever watches is served at the eager pace from now on.
      void store.link(id).then(async (row) => row && reader.schedule(row));
      return stop;
    },
    async readiness() {
      const reasons = [...instances.reasons()];
      await store.check().catch((error: Error) => reasons.push(`the store does not work: ${error.message}`));
      return { ready: reasons.length === 0, reasons };
    },
    noteChange(row) {
      shared.update(row);
      answers.forget(row.offer);
      watchers.tell(row);
    },
    async applyCatalog() {
      shared.clear();
      answers.clear();
      const current = new Map<string, string | null>();
      for (const offer of catalog().values()) {
        const instanceId = instances.knownFor(offer);
        current.set(offer.id, instanceId === null ? null : `${offer.version}@${instanceId}`);
      }
      await store.supersede(baseUrl, current, clock.now());
    },
  };
}
