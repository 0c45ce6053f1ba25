import { createHash } from 'node:crypto';

import type { Environment, OfferView } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';

import type { LinkRow } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import { availabilityOf, linkView, offerView } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';
import type { Instances } from './instances.ts';
import type { SharedLinks } from './shared-links.ts';

/** A response body kept in memory, and its strong ETag. */
export interface CachedResponse {
  readonly body: string;
  readonly etag: string;
}

/** The response to a request for a shared link that exists. */
export interface CachedLink {
  /** The link view as JSON. */
  readonly body: string;
  /** The address of the link under this backend. */
  readonly location: string;
}

export interface ResponseCacheOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly instances: Instances;
  readonly sharedLinks: SharedLinks;
  readonly environment: Environment;
  readonly viewWaitMs: number;
  /** The age of its last snapshot, in ms, after which a viewed link is read again. */
  readonly staleMs: number;
}

/** Cached responses as bytes, for frequent requests: offer views by language, and the shared links of offers. */
export interface ResponseCache {
  view(offer: Offer, language: Language): Promise<OfferView>;
  /** Builds the response and keeps it. */
  response(offer: Offer, language: Language): Promise<CachedResponse>;
  /** The cached response, until it expires. */
  cached(id: string, language: Language): CachedResponse | undefined;
  /**
   * The response to a request for the offer's shared link, from memory. `undefined`: the request must be processed, because
   * nothing is cached or because its idempotency key may belong to a payer link.
   */
  cachedLink(offer: Offer): CachedLink | undefined;
  /**
   * Caches the response for the offer's shared link if every request gets that link, which holds for offers that never
   * created a payer link. A replica with an older catalog may create one while the response is cached. Its key then gets
   * the shared link for at most 5 s.
   */
  keepLink(offer: Offer): Promise<void>;
  forget(offer: string): void;
  clear(): void;
}

/** Availability also depends on the time, so a response is built again this often. */
const FRESH_MS = 5000;

export function createResponseCache({
  repository,
  clock,
  instances,
  sharedLinks,
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
    // The row may have changed in the meantime. A view of the old row must not be cached after the change was published.
    const current = row && (sharedLinks.known(offer) ?? row);
    return offerView(offer, language, { ...conditions(offer, current), environment, now });
  }

  function conditions(offer: Offer, row: LinkRow | null): { shared: LinkRow | null; instanceRefuses: boolean } {
    const instanceId = row?.instanceId ?? instances.knownFor(offer);
    return { shared: row, instanceRefuses: instanceId !== null && instances.isRefusing(instanceId) };
  }

  /** A view creates the link of a shared offer if the offer can be paid, but never a payer link. */
  async function linkFor(offer: Offer, now: number): Promise<LinkRow | null> {
    const known = sharedLinks.known(offer);
    if (known || offer.scope !== 'shared') return known;
    if (availabilityOf(offer, { ...conditions(offer, null), now }) !== 'available') return null;
    return sharedLinks.forView(offer, viewWaitMs);
  }

  async function readSoon(row: LinkRow, now: number): Promise<void> {
    const due = row.nextPollAt !== null && row.nextPollAt <= now;
    if (row.closedAt === null && !due && now - (row.readAt ?? 0) > staleMs) await repository.schedulePoll(row.id, now);
  }

  function isCached({ id, version }: Offer): boolean {
    const cached = links.get(id);
    return cached !== undefined && cached.version === version && cached.until > clock.now();
  }

  function linkResponse(offer: Offer, now: number): CachedLink | undefined {
    const row = sharedLinks.known(offer);
    if (!row?.url || row.status !== 'active') return undefined;
    const current = conditions(offer, row);
    if (availabilityOf(offer, { ...current, now }) !== 'available') return undefined;
    return { body: JSON.stringify(linkView(row, current.instanceRefuses, now)), location: `/v1/links/${row.id}` };
  }

  return {
    view,
    async response(offer, language) {
      const built = await view(offer, language);
      const body = JSON.stringify(built);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const languages = kept.get(offer.id) ?? new Map<Language, CachedResponse & { until: number }>();
      const now = clock.now();
      kept.set(offer.id, languages.set(language, { body, etag, until: now + freshFor(offer.usage, now) }));
      return { body, etag };
    },
    cached(id, language) {
      const response = kept.get(id)?.get(language);
      return response && response.until > clock.now() ? response : undefined;
    },
    cachedLink: (offer) => (isCached(offer) ? links.get(offer.id)!.response : undefined),
    async keepLink(offer) {
      if (offer.signed !== null || offer.scope !== 'shared' || isCached(offer)) return;
      const hasPayerLinks = await repository.hasPayerLinks(offer.id);
      // No `await` follows, so that the row cannot change in between.
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

/** The time until the offer's next start or end, at most {@link FRESH_MS}, ms. */
function freshFor({ startsAt, endsAt }: Offer['usage'], now: number): number {
  const moments = [startsAt, endsAt].flatMap((date) => (date === null ? [] : [date.getTime() - now]));
  return Math.min(FRESH_MS, ...moments.filter((ms) => ms > 0));
}
