import { SEEDED_IDS, SEEDED_V2_IDS, type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { expect, onTestFinished } from 'vitest';

import type { Offer } from '../src/domain/offer.ts';
import { parseCatalog } from '../src/config/parse-catalog.ts';
import type { Clock } from '../src/lib/clock.ts';
import { issuance } from '../src/domain/link-policy.ts';
import { type Issuer, createIssuer } from '../src/links/issuer.ts';
import { createLogger } from '../src/lib/log.ts';
import { NOBODY, type OrderLimits, newLink } from '../src/links/new-link.ts';
import { parseSettings } from '../src/config/settings.ts';
import type { LinkRow } from '../src/repository/link-row.ts';
import { openSqlite } from '../src/repository/sqlite.ts';
import { type Repository, createRepository } from '../src/repository/repository.ts';
import { createReader, type Reader } from '../src/links/poller.ts';
import { createSweeper, type Sweeper } from '../src/links/sweeper.ts';
import { type Watchers, createWatchers } from '../src/links/link-events.ts';
import type { Api } from '../src/domain/api-limits.ts';
import { openUpstream } from '../src/mytpe/open.ts';
import type { Upstream } from '../src/mytpe/gateway.ts';
import { environment } from './harness.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const LIMITS: OrderLimits = {
  perMinute: 100,
  signedPerMinute: 100,
  unpaidPerClient: 100,
  proofOfWork: true,
  linkTtlMs: 72 * HOUR,
};
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
  readonly store: Repository;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly issuer: Issuer;
  readonly reader: Reader;
  readonly sweeper: Sweeper;
  readonly watchers: Watchers;
  readonly sandbox: Sandbox;
  readonly where: { readonly baseUrl: string; readonly instanceId: string };
  pass(ms: number): void;
  issue(offer: string): Promise<LinkRow>;
  /** @param row with MyTPE's id. */
  pay(row: Pick<LinkRow, 'upstreamId'>): Promise<void>;
}

export interface PartsOptions {
  readonly api?: Api;
  /** What happens at MyTPE beside what is asked of it. */
  readonly changed?: (upstream: Upstream) => Upstream;
  /** Another process, on the same store, clock and MyTPE. */
  readonly beside?: Parts;
}

export async function parts(options: PartsOptions = {}): Promise<Parts> {
  const { api = 'ext', changed = (upstream) => upstream, beside } = options;
  const sandbox = beside?.sandbox ?? (await startSandbox({ port: 0 }));
  if (!beside) onTestFinished(() => sandbox.close());
  let now = Date.now();
  const sleepers = new Map<() => void, number>();
  const clock: Clock = beside?.clock ?? {
    now: () => now,
    // Others go on while somebody sleeps; whoever could be woken sleeps until then, or until time has passed.
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(wake);
          resolve();
        };
        if (!signal) return void setImmediate(resolve);
        sleepers.set(wake, now + ms);
        signal.addEventListener('abort', wake);
      }),
  };
  const pass =
    beside?.pass ??
    ((ms: number): void => {
      now += ms;
      for (const [wake, at] of sleepers) if (at <= now) wake();
    });
  const store = beside?.store ?? createRepository(openSqlite(':memory:'));
  const mytpe = openUpstream(parseSettings(environment(sandbox, 'nowhere', { MYTPE_API: api })));
  onTestFinished(() => mytpe.close());
  const upstream = changed(mytpe.upstream);
  const instanceId = api === 'v2' ? SEEDED_V2_IDS.activeInstance : SEEDED_IDS.readyInstance;
  const where = { baseUrl: upstream.baseUrl, instanceId };
  const common = {
    store,
    upstream,
    clock,
    log: createLogger('silent', []),
    watchers: createWatchers(10),
    onChange: () => {},
  };
  // Nobody gives up waiting here.
  const issuer = createIssuer({ ...common, reconcileDelayMs: 0, waitMs: Number.MAX_SAFE_INTEGER });
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
    watchers: common.watchers,
    sandbox,
    where,
    pass,
    async issue(id) {
      const offer: Offer = catalog.get(id)!;
      const plan = issuance(offer, null);
      const who =
        plan.scope === 'payer' ? { ...NOBODY, idempotencyHash: `attempt-${++attempts}`, request: 'r' } : NOBODY;
      const { row } = await issuer.issue(newLink(offer, plan, where, who, now, LIMITS), null);
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
