import { expect, it, onTestFinished } from 'vitest';

import { LIMITS } from '../../test/backend-parts.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { parseCatalog } from '../config/catalog.ts';
import type { LinkRow } from '../domain/link.ts';
import type { Offer } from '../domain/offer.ts';
import { createRepository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { createResponseCache } from './response-cache.ts';
import { createSharedLinks } from './shared-links.ts';

const START = Date.parse('2026-03-01T10:00:00Z');
const ENDS_AFTER_MS = 3000;

function offers(amount: number): ReadonlyMap<string, Offer> {
  const ends = new Date(START + ENDS_AFTER_MS).toISOString();
  return parseCatalog(
    `offers:
  cafe: { title: Café, amount_mode: fixed, amount: ${amount}, usage_mode: reusable }
  sale: { title: Sale, amount_mode: fixed, amount: 900, usage_mode: time_window, starts_at: '2026-01-01T00:00:00Z', ends_at: '${ends}' }
  mug: { title: Mug, amount_mode: fixed, amount: 900, usage_mode: one_shot }`,
    'offers.yaml',
  );
}

/** Creates a cache on a real repository, with a clock that only the test advances. */
function installation() {
  const repository = createRepository(openSqlite(':memory:'));
  onTestFinished(() => repository.close());
  const clock = { at: START, now: () => clock.at, sleep: async () => {} };
  const instances = {
    refusing: false,
    knownFor: () => 'inst-1',
    isRefusing: () => instances.refusing,
    idFor: async () => 'inst-1',
    refresh: async () => {},
    reasons: () => [],
  };
  const unused = () => Promise.reject(new Error('no link is issued here'));
  const issuer = { issue: unused, settle: unused, resume: unused, isIssuing: () => false, idle: async () => {} };
  const sharedLinks = createSharedLinks({
    repository,
    baseUrl: payerLink('x').baseUrl,
    issuer,
    instances,
    clock,
    limits: LIMITS,
  });
  const options = {
    repository,
    clock,
    instances,
    sharedLinks,
    environment: 'sandbox',
    viewWaitMs: 0,
    staleMs: 60_000,
  } as const;
  const has = (offer: Offer): LinkRow => {
    const row = sharedRow(offer);
    sharedLinks.update(row);
    return row;
  };
  return { repository, clock, instances, sharedLinks, has, cache: createResponseCache(options) };
}

function sharedRow(offer: Offer): LinkRow {
  return {
    ...payerLink('x'),
    id: `lnk_${offer.id}`,
    offer: offer.id,
    offerVersion: offer.version,
    scope: 'shared',
    idempotencyHash: null,
    status: 'active',
    url: `https://pay.test/${offer.id}`,
    upstreamId: 'up-1',
    carriedCount: 0,
    carriedAmount: 0,
    paidCount: 0,
    totalCollected: 0,
    sentAt: null,
    slug: null,
    readAt: START,
    nextPollAt: null,
    expiresAt: null,
    paidSeenAt: null,
    closedAt: null,
    supersededAt: null,
    receipt: null,
  };
}

const cafe = offers(500).get('cafe')!;

it('returns the shared link of an offer for 5 s', async () => {
  const { cache, has, clock } = installation();
  has(cafe);
  expect(cache.cachedLink(cafe)).toBeUndefined();
  await cache.keepLink(cafe);
  expect(cache.cachedLink(cafe)).toMatchObject({ location: '/v1/links/lnk_cafe' });
  expect(JSON.parse(cache.cachedLink(cafe)!.body)).toMatchObject({
    scope: 'shared',
    url: 'https://pay.test/cafe',
    payable: true,
  });
  clock.at += 4999;
  expect(cache.cachedLink(cafe)).toBeDefined();
  clock.at += 1;
  expect(cache.cachedLink(cafe)).toBeUndefined();
});

it('returns nothing for other terms of the offer', async () => {
  const { cache, has } = installation();
  has(cafe);
  await cache.keepLink(cafe);
  expect(cache.cachedLink(offers(600).get('cafe')!)).toBeUndefined();
});

it('returns nothing after a change of the link or of the catalog', async () => {
  const { cache, has, sharedLinks } = installation();
  const row = has(cafe);
  await cache.keepLink(cafe);
  cache.forget('cafe');
  expect(cache.cachedLink(cafe)).toBeUndefined();
  sharedLinks.update({ ...row, status: 'paused' });
  await cache.keepLink(cafe);
  expect(cache.cachedLink(cafe)).toBeUndefined();
  sharedLinks.update(row);
  cache.clear();
  await cache.keepLink(cafe);
  expect(cache.cachedLink(cafe)).toBeDefined();
  cache.clear();
  expect(cache.cachedLink(cafe)).toBeUndefined();
});

it('includes a change that is reported while the query runs', async () => {
  const { cache, has, sharedLinks } = installation();
  const row = has(cafe);
  const keeping = cache.keepLink(cafe);
  sharedLinks.update({ ...row, status: 'paused' });
  cache.forget('cafe');
  await keeping;
  expect(cache.cachedLink(cafe)).toBeUndefined();
});

it('returns nothing once the offer has ended', async () => {
  const { cache, has, clock } = installation();
  const sale = offers(500).get('sale')!;
  has(sale);
  await cache.keepLink(sale);
  clock.at += ENDS_AFTER_MS - 1;
  expect(cache.cachedLink(sale)).toBeDefined();
  clock.at += 1;
  expect(cache.cachedLink(sale)).toBeUndefined();
  await cache.keepLink(sale);
  expect(cache.cachedLink(sale)).toBeUndefined();
});

it('returns nothing while the payment instance accepts no payments', async () => {
  const { cache, has, instances } = installation();
  has(cafe);
  instances.refusing = true;
  await cache.keepLink(cafe);
  expect(cache.cachedLink(cafe)).toBeUndefined();
});

it('returns nothing for an offer with payer links, because the key may belong to one of them', async () => {
  const { cache, has, repository } = installation();
  await repository.insertLink({ ...payerLink('earlier'), offer: 'cafe' }, { token: 'me', until: START }, null);
  has(cafe);
  await cache.keepLink(cafe);
  expect(cache.cachedLink(cafe)).toBeUndefined();
});

it('returns nothing for an offer whose press creates a payer link', async () => {
  const { cache } = installation();
  const mug = offers(500).get('mug')!;
  await cache.keepLink(mug);
  expect(cache.cachedLink(mug)).toBeUndefined();
});
