import { SANDBOX_KEY, SANDBOX_SECRET } from '@mytpe-pay/sandbox';
import { describe, expect, it } from 'vitest';

import { createRetire } from '../src/links/retire.ts';
import { OUR_REF, type Gateway, GatewayError } from '../src/mytpe/gateway.ts';
import { testClient } from './harness.ts';
import { HOUR, MINUTE, type BackendParts, createBackendParts } from './backend-parts.ts';

/** Starts two processes on one store, and a v2 with slow reads, so that each process reads before the other acts. */
async function startTwo(changed?: (gateway: Gateway) => Gateway): Promise<{
  one: BackendParts;
  both: BackendParts[];
  statusOf(id: string | null): Promise<string>;
  toggles(): Promise<number>;
}> {
  const one = await createBackendParts({ api: 'v2', ...(changed && { changed }) });
  const other = await createBackendParts({ api: 'v2', replicaOf: one });
  const { control, calls } = testClient('', one.sandbox.url);
  await control('POST', '/faults', {
    match: { method: 'GET', path_regex: '/links/[^/]+$' },
    fault: { type: 'latency', ms: 100 },
  });
  return {
    one,
    both: [one, other],
    statusOf: async (id) => {
      const { links } = (await control('GET', '/state'))['v2'] as { links: { id: string; status: string }[] };
      return links.find((link) => link.id === id)!.status;
    },
    toggles: () => calls('PATCH', '/api/v2/mytpe-pay/links/*/toggle-status'),
  };
}

describe('a v2 link, which MyTPE can only toggle, closed by two processes concurrently', () => {
  it.each(['tshirt', 'pay-us'])('%s: is inactive after both sweep it', async (offer) => {
    const { one, both, statusOf, toggles } = await startTwo();
    const { id, upstreamId } = await one.issue(offer);
    await one.repository.supersedeLink(id, one.clock.now());
    one.pass(15 * MINUTE);
    await Promise.all(both.map(({ sweeper }) => sweeper.sweep()));
    expect([await statusOf(upstreamId), await toggles()]).toEqual(['inactive', 1]);
    expect(await one.repository.link(id)).toMatchObject({ status: 'archived', closedAt: expect.any(Number) });
  });

  it('is inactive after both replace it', async () => {
    const { one, both, statusOf, toggles } = await startTwo();
    const row = await one.issue('tshirt');
    const closed = await Promise.all(both.map((process) => createRetire(process)(row)));
    expect(closed.map(({ status }) => status)).toEqual(['archived', 'archived']);
    expect([await statusOf(row.upstreamId), await toggles()]).toEqual(['inactive', 1]);
  });

  it('is inactive if it is a stray; the adopted link stays active', async () => {
    const { one, both, statusOf, toggles } = await startTwo();
    const row = await one.issue('tshirt');
    const slug = one.gateway.newSlug('stray');
    const stray = await one.gateway.create({ ...row, slug, metadata: { [OUR_REF]: row.id } });
    await Promise.all(both.map(({ sweeper }) => sweeper.sweepDrafts()));
    expect([await statusOf(stray.id), await statusOf(row.upstreamId), await toggles()]).toEqual([
      'inactive',
      'active',
      1,
    ]);
  });
});

describe('a toggle request that MyTPE may still execute', () => {
  const headers = { 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET };

  it.each([
    ['whose sender crashed', () => new Promise<never>(() => {})],
    ['whose response was lost', () => Promise.reject(new GatewayError('unknown', 'lost'))],
  ])('%s is not repeated in the meantime', async (_name, response) => {
    let sent = (_id: string): void => {};
    const late = new Promise<string>((resolve) => (sent = resolve));
    const { one, statusOf, toggles } = await startTwo((gateway) => ({
      ...gateway,
      archive: (id) => (sent(id), response()),
    }));
    const other = await createBackendParts({ api: 'v2', replicaOf: one });
    const { id, upstreamId } = await one.issue('tshirt');
    one.pass(72 * HOUR);
    void one.sweeper.sweep();
    const path = `/links/${await late}/toggle-status`;
    const swept = other.sweeper.sweep();
    // Long enough for the other process to read and toggle, if it did not wait.
    await new Promise((resolve) => setTimeout(resolve, 700));
    await fetch(one.account.baseUrl + path, { method: 'PATCH', headers });
    one.pass(2 * MINUTE);
    await swept;
    expect([await statusOf(upstreamId), await toggles()]).toEqual(['inactive', 1]);
    expect((await one.repository.link(id))!.status).toBe('archived');
  });
});

it('a search for a link that takes longer than a lease is not repeated by another process', async () => {
  const searches = { one: 0, other: 0 };
  let lost = 1;
  const one = await createBackendParts({
    api: 'v2',
    changed: (gateway) => ({
      ...gateway,
      create: async (draft) => {
        const made = await gateway.create(draft);
        if (lost-- > 0) throw new GatewayError('unknown', 'lost');
        return made;
      },
      findDrafts: async (...sought) => {
        searches.one += 1;
        const [row] = await one.repository.unfinished(one.account.baseUrl, one.clock.now() + HOUR, 1);
        resumed = other.issuer.resume(row!);
        for (let minutes = 0; minutes < 5; minutes += 0.5) {
          one.pass(MINUTE / 2);
          for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
        }
        return gateway.findDrafts(...sought);
      },
    }),
  });
  let resumed: ReturnType<typeof one.issuer.resume>;
  const other = await createBackendParts({
    api: 'v2',
    replicaOf: one,
    changed: (gateway) => ({
      ...gateway,
      findDrafts: (...sought) => ((searches.other += 1), gateway.findDrafts(...sought)),
    }),
  });
  const row = await one.issue('tshirt');
  expect(row.status).toBe('active');
  expect(await resumed!).toMatchObject({ id: row.id, upstreamId: row.upstreamId });
  expect(searches).toEqual({ one: 1, other: 0 });
});

it('the poller closes a closed link again if someone reactivated it', async () => {
  const { one, statusOf } = await startTwo();
  const { id, upstreamId } = await one.issue('tshirt');
  one.pass(72 * HOUR);
  await one.sweeper.sweep();
  await one.gateway.resume(upstreamId!);
  expect(await statusOf(upstreamId)).toBe('active');
  one.pass(5 * MINUTE);
  await one.poller.pollDue();
  expect(await statusOf(upstreamId)).toBe('inactive');
  expect((await one.repository.link(id))!.status).toBe('archived');
});

it('a link that the merchant paused does not count as closed, and can be resumed', async () => {
  const { one, statusOf } = await startTwo();
  const row = await one.issue('pay-us');
  await one.gateway.pause(row.upstreamId!);
  expect(await one.poller.read(row)).toMatchObject({ status: 'paused', closedAt: null });
  await one.gateway.resume(row.upstreamId!);
  one.pass(72 * HOUR);
  expect(await one.poller.read(row)).toMatchObject({ status: 'active', closedAt: null });
  expect(await statusOf(row.upstreamId)).toBe('active');
});
