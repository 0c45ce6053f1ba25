import { createHash } from 'node:crypto';

import type { Environment, OfferView } from '@mytpe-pay/contract';
import type { Language } from '@mytpe-pay/contract/money';

import type { LinkRow } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import { availabilityOf, offerView } from '../domain/views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';
import type { Instances } from './instances.ts';
import type { CachedResponse } from './service.ts';
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

/** Offer views as bytes, kept per offer and language: what thousands of page views are answered from. */
export interface ResponseCache {
  view(offer: Offer, language: Language): Promise<OfferView>;
  answer(offer: Offer, language: Language): Promise<CachedResponse>;
  /** From memory, while it is young enough. */
  ready(id: string, language: Language): CachedResponse | undefined;
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

  async function view(offer: Offer, language: Language): Promise<OfferView> {
    const now = clock.now();
    const row = await linkFor(offer, now);
    if (row) await readSoon(row, now);
    return offerView(offer, language, { ...facts(offer, row), environment, now });
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

  return {
    view,
    async answer(offer, language) {
      const made = await view(offer, language);
      const body = JSON.stringify(made);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const languages = kept.get(offer.id) ?? new Map<Language, CachedResponse & { until: number }>();
      kept.set(offer.id, languages.set(language, { body, etag, until: clock.now() + freshFor(made, clock.now()) }));
      return { body, etag };
    },
    ready(id, language) {
      const answer = kept.get(id)?.get(language);
      return answer && answer.until > clock.now() ? answer : undefined;
    },
    forget: (offer) => void kept.delete(offer),
    clear: () => kept.clear(),
  };
}

/** Until the next moment at which time alone changes the answer, ms. */
function freshFor({ usage }: OfferView, now: number): number {
  const moments = [usage.starts_at, usage.ends_at].flatMap((text) => (text === null ? [] : [Date.parse(text) - now]));
  return Math.min(FRESH_MS, ...moments.filter((ms) => ms > 0));
}
