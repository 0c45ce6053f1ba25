import { ExtClient } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS, type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { expect, onTestFinished } from 'vitest';

import type { Offer } from '../src/catalog/offer.ts';
import { parseCatalog } from '../src/catalog/parse-catalog.ts';
import type { Clock } from '../src/clock.ts';
import { issuance } from '../src/issuance/issuance.ts';
import { type Issuer, createIssuer } from '../src/issuance/issuer.ts';
import { createLogger } from '../src/logger.ts';
import { NOBODY, newLink } from '../src/service/orders.ts';
import { createSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import type { LinkRow, Store } from '../src/store/store.ts';
import { createReader, type Reader } from '../src/tracking/reader.ts';
import { createSweeper, type Sweeper } from '../src/tracking/sweeper.ts';
import { createWatchers } from '../src/tracking/watchers.ts';
import { createExtUpstream } from '../src/upstream/ext.ts';
import type { Upstream } from '../src/upstream/upstream.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const LIMITS = { perMinute: 100, unpaidPerClient: 100, linkTtlMs: 72 * HOUR };
const catalog = parseCatalog(
  `
offers:
  tshirt: { title: T-shirt, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  pay-us: { title: Café, amount_mode: fixed, amount: 150, usage_mode: reusable }
`,
  'offers.yaml',
);

/** The parts that outlive a request, on a clock that stands until it is moved. */
export interface Parts {
  readonly store: Store;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly issuer: Issuer;
  readonly reader: Reader;
  readonly sweeper: Sweeper;
  readonly sandbox: Sandbox;
  pass(ms: number): void;
  issue(offer: string): Promise<LinkRow>;
  /** @param row with MyTPE's id. */
  pay(row: Pick<LinkRow, 'upstreamId'>): Promise<void>;
}

/** @param changed what happens at MyTPE beside what is asked of it. */
export async function parts(changed: (upstream: Upstream) => Upstream = (upstream) => upstream): Promise<Parts> {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  let now = Date.now();
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const store = createSqliteStore(':memory:');
  const client = new ExtClient({
    baseUrl: sandbox.apiBaseUrl,
    credentials: { key: SANDBOX_KEY, secret: SANDBOX_SECRET },
  });
  const upstream = changed(createExtUpstream(client, sandbox.apiBaseUrl, sandbox.payBaseUrl));
  const common = {
    store,
    upstream,
    clock,
    log: createLogger('silent', []),
    watchers: createWatchers(),
    onChange: () => {},
  };
  // Nobody gives up waiting here: the caller's patience never ends.
  const issuer = createIssuer({
    ...common,
    clock: { ...clock, sleep: (_ms, signal) => (signal ? new Promise(() => {}) : Promise.resolve()) },
    reconcileDelayMs: 0,
    waitMs: 1000,
  });
  const reader = createReader(common);
  const sweeper = createSweeper({ ...common, issuer, reader, graceMs: 15 * MINUTE, offers: () => catalog.values() });
  let attempts = 0;
  return {
    store,
    upstream,
    clock,
    issuer,
    reader,
    sweeper,
    sandbox,
    pass: (ms) => void (now += ms),
    async issue(id) {
      const offer: Offer = catalog.get(id)!;
      const plan = issuance(offer, null);
      const who = plan.scope === 'payer' ? { ...NOBODY, attempt: `attempt-${++attempts}`, request: 'r' } : NOBODY;
      const where = { baseUrl: sandbox.apiBaseUrl, instanceId: SEEDED_IDS.readyInstance };
      const { row } = await issuer.issue(newLink(offer, plan, where, who, now, LIMITS), null);
      await reader.schedule(row);
      return row;
    },
    async pay(row) {
      const response = await fetch(`${sandbox.url}/_sandbox/links/${row.upstreamId}/pay`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      expect(response.ok).toBe(true);
    },
  };
}
