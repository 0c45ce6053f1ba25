import { createHash } from 'node:crypto';

import type { Environment, OfferView } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';

import type { LinkRow } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import { availabilityOf, offerView } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';
import type { Instances } from './instances.ts';
import type { SharedLinks } from './shared-links.ts';

/** A response body kept in memory, and its strong ETag. */
export interface CachedResponse {
  readonly body: string;
  readonly etag: string;
}

export interface ResponseCacheOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly instances: Instances;
  readonly sharedLinks: SharedLinks;
  readonly environment: Environment;
  readonly viewWaitMs: number;
  /** A shown link is read again when its last snapshot is older than this, ms. */
  readonly staleMs: number;
}

/** Offer views as bytes, kept per offer and language, so that thousands of page views need no work. */
export interface ResponseCache {
  view(offer: Offer, language: Language): Promise<OfferView>;
  /** Builds the response and keeps it. */
  response(offer: Offer, language: Language): Promise<CachedResponse>;
  /** The response from memory, while it is young enough. */
  cached(id: string, language: Language): CachedResponse | undefined;
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

  async function view(offer: Offer, language: Language): Promise<OfferView> {
    const now = clock.now();
    const row = await linkFor(offer, now);
    if (row) await readSoon(row, now);
    return offerView(offer, language, { ...conditions(offer, row), environment, now });
  }

  function conditions(offer: Offer, row: LinkRow | null): { shared: LinkRow | null; instanceRefuses: boolean } {
    const instanceId = row?.instanceId ?? instances.knownFor(offer);
    return { shared: row, instanceRefuses: instanceId !== null && instances.isRefusing(instanceId) };
  }

  /** A view creates the link of a shared offer, once it can be paid, but never a payer's link. */
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

  return {
    view,
    async response(offer, language) {
      const built = await view(offer, language);
      const body = JSON.stringify(built);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const languages = kept.get(offer.id) ?? new Map<Language, CachedResponse & { until: number }>();
      kept.set(offer.id, languages.set(language, { body, etag, until: clock.now() + freshFor(built, clock.now()) }));
      return { body, etag };
    },
    cached(id, language) {
      const response = kept.get(id)?.get(language);
      return response && response.until > clock.now() ? response : undefined;
    },
    forget: (offer) => void kept.delete(offer),
    clear: () => kept.clear(),
  };
}

/** The time until the offer's next start or end, at most {@link FRESH_MS}, ms. */
function freshFor({ usage }: OfferView, now: number): number {
  const moments = [usage.starts_at, usage.ends_at].flatMap((text) => (text === null ? [] : [Date.parse(text) - now]));
  return Math.min(FRESH_MS, ...moments.filter((ms) => ms > 0));
}
