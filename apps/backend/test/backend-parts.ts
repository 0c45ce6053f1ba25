import { SEEDED_IDS, SEEDED_V2_IDS, type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { expect, onTestFinished } from 'vitest';

import type { LinkRow } from '../src/domain/link.ts';
import type { Offer } from '../src/domain/offer.ts';
import { parseCatalog } from '../src/config/catalog.ts';
import type { Clock } from '../src/lib/clock.ts';
import { planLink } from '../src/domain/plan-link.ts';
import { type Issuer, createIssuer } from '../src/links/issuer.ts';
import { createLogger } from '../src/lib/log.ts';
import type { LinkLimits } from '../src/links/budget.ts';
import { type LinkAccount, NO_REQUESTER, newLink } from '../src/links/new-link.ts';
import { parseSettings } from '../src/config/parse-settings.ts';
import { openSqlite } from '../src/repository/sqlite.ts';
import { type Repository, createRepository } from '../src/repository/repository.ts';
import { createPoller, type Poller } from '../src/links/poller.ts';
import { createSweeper, type Sweeper } from '../src/links/sweeper.ts';
import { type LinkEvents, createLinkEvents } from '../src/links/link-events.ts';
import type { Api } from '../src/domain/api-limits.ts';
import { openGateway } from '../src/mytpe/open.ts';
import type { Gateway } from '../src/mytpe/gateway.ts';
import { environment } from './harness.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const LIMITS: LinkLimits = {
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
  workshop: { title: Atelier, amount_mode: fixed, amount: 2500, usage_mode: limited, max_uses: 5 }
`,
  'offers.yaml',
);

/** The parts of a backend below its HTTP routes, with a clock that only `pass` advances. */
export interface BackendParts {
  readonly repository: Repository;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly issuer: Issuer;
  readonly poller: Poller;
  readonly sweeper: Sweeper;
  readonly linkEvents: LinkEvents;
  readonly sandbox: Sandbox;
  readonly account: LinkAccount;
  pass(ms: number): void;
  issue(offer: string): Promise<LinkRow>;
  /** Pays a link at MyTPE. */
  pay(row: Pick<LinkRow, 'upstreamId'>): Promise<void>;
}

export interface BackendPartsOptions {
  readonly api?: Api;
  /** Wraps the gateway, so that a test can make calls fail or run code during a call. */
  readonly changed?: (gateway: Gateway) => Gateway;
  /** The parts of another process, with which these share the store, the clock and MyTPE. */
  readonly replicaOf?: BackendParts;
}

/** Creates the parts, on an in-memory SQLite store and a real sandbox. */
export async function createBackendParts(options: BackendPartsOptions = {}): Promise<BackendParts> {
  const { api = 'ext', changed = (gateway) => gateway, replicaOf } = options;
  const sandbox = replicaOf?.sandbox ?? (await startSandbox({ port: 0 }));
  if (!replicaOf) onTestFinished(() => sandbox.close());
  let now = Date.now();
  const sleepers = new Map<() => void, number>();
  const clock: Clock = replicaOf?.clock ?? {
    now: () => now,
    // A sleep without a signal ends immediately. A sleep with a signal ends on abort, or once `pass` reached its end.
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
    replicaOf?.pass ??
    ((ms: number): void => {
      now += ms;
      for (const [wake, at] of sleepers) if (at <= now) wake();
    });
  const repository = replicaOf?.repository ?? createRepository(openSqlite(':memory:'));
  const mytpe = openGateway(parseSettings(environment(sandbox, 'nowhere', { MYTPE_API: api })));
  onTestFinished(() => mytpe.close());
  const gateway = changed(mytpe.gateway);
  const instanceId = api === 'v2' ? SEEDED_V2_IDS.activeInstance : SEEDED_IDS.readyInstance;
  const account = { baseUrl: gateway.baseUrl, instanceId };
  const common = {
    repository,
    gateway,
    clock,
    log: createLogger('silent', []),
    linkEvents: createLinkEvents(10),
    newEventId: null,
  };
  // Callers never time out.
  const issuer = createIssuer({ ...common, reconcileDelayMs: 0, waitMs: Number.MAX_SAFE_INTEGER });
  const poller = createPoller({ ...common, issuer });
  const sweeper = createSweeper({ ...common, issuer, poller, graceMs: 15 * MINUTE, offers: () => catalog.values() });
  let attempts = 0;
  return {
    repository,
    gateway,
    clock,
    issuer,
    poller,
    sweeper,
    linkEvents: common.linkEvents,
    sandbox,
    account,
    pass,
    async issue(id) {
      const offer: Offer = catalog.get(id)!;
      const plan = planLink(offer, null);
      const requester =
        plan.scope === 'payer'
          ? { ...NO_REQUESTER, idempotencyHash: `attempt-${++attempts}`, request: 'r' }
          : NO_REQUESTER;
      const { row } = await issuer.issue(newLink(offer, plan, account, requester, now, LIMITS), null);
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
