import { expect, it } from 'vitest';

import { parseCatalog } from '../src/config/catalog.ts';
import { planLink } from '../src/domain/plan-link.ts';
import { createIssuer } from '../src/links/issuer.ts';
import { createLogger } from '../src/lib/log.ts';
import { NO_REQUESTER, newLink } from '../src/links/new-link.ts';
import type { Repository } from '../src/repository/repository.ts';
import { LIMITS, createBackendParts } from './backend-parts.ts';

const offer = parseCatalog(
  'offers:\n  cup: { title: Café, amount_mode: fixed, amount: 150, usage_mode: one_shot }\n',
  'offers.yaml',
).get('cup')!;

it('a caller that finds a row before the inserter gets its response issues the link without waiting for the lease', async () => {
  const parts = await createBackendParts();
  let found = (): void => {};
  const wasFound = new Promise<void>((resolve) => (found = resolve));
  // The database commits, but the inserter gets the response only after the other caller found the row.
  const insertLink: Repository['insertLink'] = async (...given) => {
    const outcome = await parts.repository.insertLink(...given);
    if (outcome.kind === 'inserted') await wasFound;
    else setImmediate(found);
    return outcome;
  };
  const issuer = createIssuer({
    ...parts,
    // Callers never time out.
    clock: { ...parts.clock, sleep: (ms, signal) => (signal ? new Promise(() => {}) : parts.clock.sleep(ms)) },
    repository: { ...parts.repository, insertLink },
    log: createLogger('silent', []),
    reconcileDelayMs: 0,
    waitMs: 1000,
    newEventId: null,
  });
  const requester = { ...NO_REQUESTER, idempotencyHash: 'a', request: 'r' };
  const wanted = () => newLink(offer, planLink(offer, null), parts.account, requester, parts.clock.now(), LIMITS);
  const [first, second] = await Promise.all([issuer.issue(wanted(), null), issuer.issue(wanted(), null)]);
  expect([first.created, second.created]).toEqual([true, false]);
  expect(first.row).toMatchObject({ id: second.row.id, status: 'active' });
});
