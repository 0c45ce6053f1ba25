import { describe, expect, it } from 'vitest';

import { parseCatalog } from '../src/config/catalog.ts';
import { planLink } from '../src/domain/plan-link.ts';
import { LEASE_MS } from '../src/links/lease.ts';
import { NO_REQUESTER, newLink } from '../src/links/new-link.ts';
import { testClient } from './harness.ts';
import { type BackendParts, LIMITS, MINUTE, createBackendParts } from './backend-parts.ts';

const offer = parseCatalog(
  'offers:\n  cup: { title: Café, amount_mode: fixed, amount: 150, usage_mode: one_shot }\n',
  'offers.yaml',
).get('cup')!;

/** The row of one attempt to pay. */
const wanted = ({ account, clock }: BackendParts) =>
  newLink(
    offer,
    planLink(offer, null),
    account,
    { ...NO_REQUESTER, idempotencyHash: 'attempt', request: 'r' },
    clock.now(),
    LIMITS,
  );

/** Inserts a row under the lease of a process that dies before it stores the time of sending. */
async function insertUnsent(parts: BackendParts): Promise<string> {
  const link = wanted(parts);
  await parts.repository.insertLink(link, { token: 'dead', until: parts.clock.now() + LEASE_MS }, null);
  return link.id;
}

/** Returns the paths of the POST requests that MyTPE received. */
async function sent({ sandbox }: BackendParts): Promise<string[]> {
  const { control } = testClient('', sandbox.url);
  const { requests } = (await control('GET', '/requests')) as { requests: { method: string; path: string }[] };
  return requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
}

describe('a row that was stored but not sent', () => {
  it('is issued by the sweeper when the lease of its owner has expired, and not before', async () => {
    const parts = await createBackendParts();
    const id = await insertUnsent(parts);
    await parts.sweeper.sweep();
    expect((await parts.repository.link(id))!.status).toBe('requested');
    parts.pass(LEASE_MS);
    await parts.sweeper.sweep();
    expect((await parts.repository.link(id))!.status).toBe('active');
    expect(await sent(parts)).toHaveLength(2);
  });

  it('is dropped after 15 minutes without a request to MyTPE; the same key then gets a new row', async () => {
    const parts = await createBackendParts();
    const id = await insertUnsent(parts);
    parts.pass(16 * MINUTE);
    await parts.sweeper.sweep();
    expect((await parts.repository.link(id))!.status).toBe('rejected');
    expect(await sent(parts)).toEqual([]);
    const { row, created } = await parts.issuer.issue(wanted(parts), null);
    expect([created, row.status, row.id === id]).toEqual([true, 'active', false]);
  });
});
