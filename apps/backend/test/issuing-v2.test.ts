import { V2Client } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { expect, it, onTestFinished } from 'vitest';

import { parseCatalog } from '../src/config/catalog.ts';
import type { Clock } from '../src/lib/clock.ts';
import { planLink } from '../src/domain/plan-link.ts';
import { createIssuer } from '../src/links/issuer.ts';
import { createLogger } from '../src/lib/log.ts';
import { createLinkEvents } from '../src/links/link-events.ts';
import { NO_REQUESTER, newLink } from '../src/links/new-link.ts';
import { openSqlite } from '../src/repository/sqlite.ts';
import { createRepository } from '../src/repository/repository.ts';
import { createV2Gateway } from '../src/mytpe/v2.ts';
import { LIMITS } from './backend-parts.ts';

const offer = parseCatalog(
  'offers:\n  cup: { title: Café, amount_mode: fixed, amount: 150, usage_mode: one_shot }\n',
  'o',
).get('cup')!;

interface Made {
  id: string;
  slug: string;
  status: string;
  payment_link: string;
  metadata: { our_ref?: string };
}

async function setUp() {
  const sandbox: Sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const control = async (method: string, path: string, body?: object) => {
    const init = { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${sandbox.url}/_sandbox${path}`, body ? init : { method });
    return (await response.json().catch(() => ({}))) as { v2: { links: Made[] } };
  };
  const client = new V2Client({
    baseUrl: sandbox.v2BaseUrl,
    credentials: { key: SANDBOX_KEY, secret: SANDBOX_SECRET },
  });
  onTestFinished(() => client.close());
  const gateway = createV2Gateway(client, sandbox.v2BaseUrl, sandbox.payBaseUrl);
  const repository = createRepository(openSqlite(':memory:'));
  // Callers never time out.
  const sleep: Clock['sleep'] = (_ms, signal) =>
    signal ? new Promise((resolve) => signal.addEventListener('abort', () => resolve())) : Promise.resolve();
  const issuer = createIssuer({
    repository,
    gateway,
    clock: { now: () => Date.now(), sleep },
    log: createLogger('silent', []),
    reconcileDelayMs: 0,
    waitMs: 1000,
    linkEvents: createLinkEvents(10),
    newEventId: null,
  });
  const where = { baseUrl: sandbox.v2BaseUrl, instanceId: 'mytpe_pay_sandbox_1' };
  const wanted = () =>
    newLink(
      offer,
      planLink(offer, null),
      where,
      { ...NO_REQUESTER, idempotencyHash: 'a', request: 'r' },
      Date.now(),
      LIMITS,
    );
  const made = async () => (await control('GET', '/state')).v2.links;
  const fault = (type: string, more: object = {}) =>
    control('POST', '/faults', {
      match: { method: 'POST', path_regex: '/links/store$' },
      fault: { type, ...more },
      times: 1,
    });
  return { issuer, repository, gateway, wanted, made, fault };
}

it('200 callers get one payable link, with the URL from MyTPE', async () => {
  const { issuer, wanted, made } = await setUp();
  const rows = await Promise.all(Array.from({ length: 200 }, () => issuer.issue(wanted(), null)));
  const [link, ...more] = await made();
  expect(more).toEqual([]);
  expect(new Set(rows.map(({ row }) => row.url))).toEqual(new Set([link!.payment_link]));
  expect(rows.filter(({ created }) => created)).toHaveLength(1);
  expect(rows[0]!.row).toMatchObject({ status: 'active', upstreamId: link!.id, slug: link!.slug });
  expect(link!.slug).toMatch(/^cafe-[a-z\d]{6}$/);
});

it.each([
  ['reset_after', {}],
  ['reset_before', {}],
  ['malformed', {}],
  ['status', { status: 500 }],
])('%s: the create is repeated with the same slug, and one link can be paid', async (type, more) => {
  const { issuer, wanted, made, fault } = await setUp();
  await fault(type, more);
  const { row } = await issuer.issue(wanted(), null);
  const links = await made();
  expect(links.map(({ id, status, metadata }) => [id, status, metadata.our_ref])).toEqual([
    [row.upstreamId, 'active', row.id],
  ]);
});

it('a link created for outdated terms is found and switched off', async () => {
  const { issuer, repository, gateway, wanted, made } = await setUp();
  const link = wanted();
  await repository.insertLink(link, { token: 'dead', until: 0 }, null);
  const slug = gateway.newSlug(link.title)!;
  const sending = { carried: { count: 0, amount: 0 }, slug };
  await repository.recordSent(link.id, 'dead', Date.now(), sending);
  await gateway.create({ ...link, slug, metadata: { our_ref: link.id } });
  await repository.supersedeLink(link.id, Date.now());
  await expect(issuer.resume((await repository.link(link.id))!)).rejects.toMatchObject({ code: 'offer_changed' });
  expect((await made()).map(({ status }) => status)).toEqual(['inactive']);
  expect(await repository.link(link.id)).toMatchObject({ status: 'rejected' });
});

it('a slug in use by another merchant leads to another slug', async () => {
  const { issuer, gateway, wanted, made } = await setUp();
  const first = gateway.newSlug('Café')!;
  const names = [first, first, 'cafe-second'];
  gateway.newSlug = () => names.shift()!;
  const stranger = { ...wanted(), id: 'stranger' };
  await gateway.create({ ...stranger, slug: names.shift()!, metadata: { our_ref: 'stranger' } });
  const { row } = await issuer.issue(wanted(), null);
  expect(row).toMatchObject({ status: 'active', slug: 'cafe-second' });
  expect(await made()).toHaveLength(2);
});
