import { expect, it, onTestFinished } from 'vitest';

import { payerLink } from '../../test/repository-contract.ts';
import { parseCatalog } from '../config/parse-catalog.ts';
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

/** A cache on a real repository, whose clock stands until it is moved. */
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
  const shared = createSharedLinks(clock, async (offer) => sharedRow(offer));
  const options = {
    repository,
    clock,
    instances,
    shared,
    environment: 'sandbox',
    viewWaitMs: 0,
    staleMs: 60_000,
  } as const;
  return { repository, clock, instances, shared, cache: createResponseCache(options) };
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
  const { cache, shared, clock } = installation();
  await shared.ensure(cafe);
  expect(cache.link(cafe)).toBeUndefined();
  await cache.keepLink(cafe);
  expect(cache.link(cafe)).toMatchObject({ location: '/v1/links/lnk_cafe' });
  expect(JSON.parse(cache.link(cafe)!.body)).toMatchObject({
    scope: 'shared',
    url: 'https://pay.test/cafe',
    payable: true,
  });
  clock.at += 4999;
  expect(cache.link(cafe)).toBeDefined();
  clock.at += 1;
  expect(cache.link(cafe)).toBeUndefined();
});

it('returns nothing for other terms of the offer', async () => {
  const { cache, shared } = installation();
  await shared.ensure(cafe);
  await cache.keepLink(cafe);
  expect(cache.link(offers(600).get('cafe')!)).toBeUndefined();
});

it('returns nothing after a change of the link, nor after the change of a catalog', async () => {
  const { cache, shared } = installation();
  const row = await shared.ensure(cafe);
  await cache.keepLink(cafe);
  cache.forget('cafe');
  expect(cache.link(cafe)).toBeUndefined();
  shared.update({ ...row, status: 'paused' });
  await cache.keepLink(cafe);
  expect(cache.link(cafe)).toBeUndefined();
  shared.update(row);
  cache.clear();
  await cache.keepLink(cafe);
  expect(cache.link(cafe)).toBeDefined();
  cache.clear();
  expect(cache.link(cafe)).toBeUndefined();
});

it('a change that is reported while the repository answers late is in the response', async () => {
  const { cache, shared } = installation();
  const row = await shared.ensure(cafe);
  const keeping = cache.keepLink(cafe);
  shared.update({ ...row, status: 'paused' });
  cache.forget('cafe');
  await keeping;
  expect(cache.link(cafe)).toBeUndefined();
});

it('returns nothing once the offer has ended', async () => {
  const { cache, shared, clock } = installation();
  const sale = offers(500).get('sale')!;
  await shared.ensure(sale);
  await cache.keepLink(sale);
  clock.at += ENDS_AFTER_MS - 1;
  expect(cache.link(sale)).toBeDefined();
  clock.at += 1;
  expect(cache.link(sale)).toBeUndefined();
  await cache.keepLink(sale);
  expect(cache.link(sale)).toBeUndefined();
});

it('returns nothing while the payment instance takes no payments', async () => {
  const { cache, shared, instances } = installation();
  await shared.ensure(cafe);
  instances.refusing = true;
  await cache.keepLink(cafe);
  expect(cache.link(cafe)).toBeUndefined();
});

it('returns nothing for an offer that made payer links: a key may belong to one of them', async () => {
  const { cache, shared, repository } = installation();
  await repository.insertLink({ ...payerLink('earlier'), offer: 'cafe' }, { token: 'me', until: START }, null);
  await shared.ensure(cafe);
  await cache.keepLink(cafe);
  expect(cache.link(cafe)).toBeUndefined();
});

it('returns nothing for an offer whose press makes a payer link', async () => {
  const { cache } = installation();
  const mug = offers(500).get('mug')!;
  await cache.keepLink(mug);
  expect(cache.link(mug)).toBeUndefined();
});
