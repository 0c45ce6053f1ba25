import { createHash } from 'node:crypto';

import type { Environment, OfferView } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';

import type { LinkRow } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import { availabilityOf, linkView, offerView } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';
import type { Instances } from './instances.ts';
import type { CachedLink, CachedResponse } from './service.ts';
import type { SharedLinks } from './shared-links.ts';

export interface ResponseCacheOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly instances: Instances;
  readonly shared: SharedLinks;
  readonly environment: Environment;
  readonly viewWaitMs: number;
  /** A shown link is read again when its last reading is older than this, ms. */
  readonly staleMs: number;
}

/** Responses as bytes: the views of offers by language, and the shared links of offers. */
export interface ResponseCache {
  view(offer: Offer, language: Language): Promise<OfferView>;
  answer(offer: Offer, language: Language): Promise<CachedResponse>;
  /** From memory, while it is young enough. */
  ready(id: string, language: Language): CachedResponse | undefined;
  /**
   * The response to a request for the offer's shared link, from memory. `undefined`: the request must be looked at, because
   * nothing is cached or because its idempotency key may belong to a payer link.
   */
  link(offer: Offer): CachedLink | undefined;
  /**
   * Caches the response for the offer's shared link, if every request gets that link: offers that never made a payer link.
   * Another replica with an older catalog may make one while this is cached; its key then gets the shared link for at most
   * 5 s.
   */
  keepLink(offer: Offer): Promise<void>;
  forget(offer: string): void;
  clear(): void;
}

/** Time moves availability too, so an answer is made anew this often. */
const FRESH_MS = 5000;

export function createResponseCache({
  repository,
  clock,
  instances,
  shared,
  environment,
  viewWaitMs,
  staleMs,
}: ResponseCacheOptions): ResponseCache {
  const kept = new Map<string, Map<Language, CachedResponse & { until: number }>>();
  const links = new Map<string, { version: string; until: number; response: CachedLink | undefined }>();

  async function view(offer: Offer, language: Language): Promise<OfferView> {
    const now = clock.now();
    const row = await linkFor(offer, now);
    if (row) await readSoon(row, now);
    // The row may have changed meanwhile: a response with the old one must not be cached after the change was reported.
    const current = row && (shared.known(offer) ?? row);
    return offerView(offer, language, { ...facts(offer, current), environment, now });
  }

  function facts(offer: Offer, row: LinkRow | null): { shared: LinkRow | null; instanceRefuses: boolean } {
    const instanceId = row?.instanceId ?? instances.knownFor(offer);
    return { shared: row, instanceRefuses: instanceId !== null && instances.isRefusing(instanceId) };
  }

  /** A view makes the link of a shared offer, once it can be paid; never a payer's. */
  async function linkFor(offer: Offer, now: number): Promise<LinkRow | null> {
    const known = shared.known(offer);
    if (known || offer.scope !== 'shared') return known;
    if (availabilityOf(offer, { ...facts(offer, null), now }) !== 'available') return null;
    return shared.forView(offer, viewWaitMs);
  }

  async function readSoon(row: LinkRow, now: number): Promise<void> {
    const due = row.nextPollAt !== null && row.nextPollAt <= now;
    if (row.closedAt === null && !due && now - (row.readAt ?? 0) > staleMs) await repository.schedulePoll(row.id, now);
  }

  function isKnown({ id, version }: Offer): boolean {
    const known = links.get(id);
    return known !== undefined && known.version === version && known.until > clock.now();
  }

  function linkResponse(offer: Offer, now: number): CachedLink | undefined {
    const row = shared.known(offer);
    if (!row?.url || row.status !== 'active') return undefined;
    const context = facts(offer, row);
    if (availabilityOf(offer, { ...context, now }) !== 'available') return undefined;
    return { body: JSON.stringify(linkView(row, context.instanceRefuses, now)), location: `/v1/links/${row.id}` };
  }

  return {
    view,
    async answer(offer, language) {
      const made = await view(offer, language);
      const body = JSON.stringify(made);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const languages = kept.get(offer.id) ?? new Map<Language, CachedResponse & { until: number }>();
      const now = clock.now();
      kept.set(offer.id, languages.set(language, { body, etag, until: now + freshFor(offer.usage, now) }));
      return { body, etag };
    },
    ready(id, language) {
      const answer = kept.get(id)?.get(language);
      return answer && answer.until > clock.now() ? answer : undefined;
    },
    link(offer) {
      return isKnown(offer) ? links.get(offer.id)!.response : undefined;
    },
    async keepLink(offer) {
      if (offer.signed !== null || offer.scope !== 'shared' || isKnown(offer)) return;
      const hasPayerLinks = await repository.hasPayerLinks(offer.id);
      // From here on nothing is awaited, so that no change of the row falls between.
      const now = clock.now();
      const response = hasPayerLinks ? undefined : linkResponse(offer, now);
      links.set(offer.id, { version: offer.version, until: now + freshFor(offer.usage, now), response });
    },
    forget(offer) {
      kept.delete(offer);
      links.delete(offer);
    },
    clear() {
      kept.clear();
      links.clear();
    },
  };
}

/** Until the next moment at which time alone changes the response, ms. */
function freshFor({ startsAt, endsAt }: Offer['usage'], now: number): number {
  const moments = [startsAt, endsAt].flatMap((date) => (date === null ? [] : [date.getTime() - now]));
  return Math.min(FRESH_MS, ...moments.filter((ms) => ms > 0));
}
