import { ExtClient } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS, type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';

import { parseCatalog } from '../src/catalog/parse-catalog.ts';
import type { Clock } from '../src/clock.ts';
import { issuance } from '../src/issuance/issuance.ts';
import { createIssuer } from '../src/issuance/issuer.ts';
import { createLogger } from '../src/logger.ts';
import { NOBODY, newLink } from '../src/service/orders.ts';
import { createSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import type { LinkRow, Store } from '../src/store/store.ts';
import { createReader, type Reader } from '../src/tracking/reader.ts';
import { createSweeper, type Sweeper } from '../src/tracking/sweeper.ts';
import { createWatchers } from '../src/tracking/watchers.ts';
import { createExtUpstream } from '../src/upstream/ext.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const catalog = parseCatalog(
  `
offers:
  tshirt: { title: T-shirt, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  pay-us: { title: Café, amount_mode: fixed, amount: 150, usage_mode: reusable }
`,
  'offers.yaml',
);

/** The parts that outlive a request, on a clock that stands until it is moved. */
interface Parts {
  readonly store: Store;
  readonly reader: Reader;
  readonly sweeper: Sweeper;
  readonly sandbox: Sandbox;
  pass(ms: number): void;
  issue(offer: string): Promise<LinkRow>;
  pay(row: LinkRow): Promise<void>;
}

async function parts(): Promise<Parts> {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  let now = Date.now();
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const store = createSqliteStore(':memory:');
  const client = new ExtClient({
    baseUrl: sandbox.apiBaseUrl,
    credentials: { key: SANDBOX_KEY, secret: SANDBOX_SECRET },
  });
  const upstream = createExtUpstream(client, sandbox.apiBaseUrl, sandbox.payBaseUrl);
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
    reader,
    sweeper,
    sandbox,
    pass: (ms) => void (now += ms),
    async issue(id) {
      const offer = catalog.get(id)!;
      const plan = issuance(offer, null);
      const who = plan.scope === 'payer' ? { ...NOBODY, attempt: `attempt-${++attempts}`, request: 'r' } : NOBODY;
      const where = { baseUrl: sandbox.apiBaseUrl, instanceId: SEEDED_IDS.readyInstance };
      const limits = { perMinute: 100, unpaidPerClient: 100, linkTtlMs: 72 * HOUR };
      const { row } = await issuer.issue(newLink(offer, plan, where, who, now, limits), null);
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

describe('an unpaid payer link', () => {
  it('is archived after its time, and not before', async () => {
    const { store, sweeper, pass, issue } = await parts();
    const { id } = await issue('tshirt');
    pass(72 * HOUR - MINUTE);
    await sweeper.sweep();
    expect((await store.link(id))!.status).toBe('active');
    pass(MINUTE);
    await sweeper.sweep();
    expect((await store.link(id))!.status).toBe('archived');
  });

  it('that was paid at the last moment is seen, not archived', async () => {
    const { store, sweeper, pass, issue, pay } = await parts();
    const row = await issue('tshirt');
    await pay(row);
    pass(72 * HOUR);
    await sweeper.sweep();
    expect(await store.link(row.id)).toMatchObject({ status: 'exhausted', paidCount: 1, totalCollected: 450_000 });
  });

  it('is seen to be paid although nobody watches', async () => {
    const { store, reader, pass, issue, pay } = await parts();
    const row = await issue('tshirt');
    await pay(row);
    await reader.readDue();
    expect((await store.link(row.id))!.paidCount).toBe(0);
    pass(15_000);
    await reader.readDue();
    expect(await store.link(row.id)).toMatchObject({ paidCount: 1, status: 'exhausted' });
  });
});

describe('a link whose offer moved on', () => {
  it('stays payable for a grace, then is archived', async () => {
    const { store, sweeper, pass, issue, sandbox } = await parts();
    const { id } = await issue('pay-us');
    await store.supersede(sandbox.apiBaseUrl, new Map([['tshirt', null]]), (await store.link(id))!.createdAt);
    await sweeper.sweep();
    expect((await store.link(id))!.status).toBe('active');
    pass(15 * MINUTE);
    await sweeper.sweep();
    expect((await store.link(id))!.status).toBe('archived');
  });
});

it('a stray draft upstream is swept away, one that may still be adopted is not', async () => {
  const { store, sweeper, sandbox, issue } = await parts();
  const row = await issue('tshirt');
  const headers = { 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET, 'content-type': 'application/json' };
  const draft = async (ref: string): Promise<string> => {
    const body = {
      payment_instance_id: SEEDED_IDS.readyInstance,
      title: 'x',
      amount_mode: 'fixed',
      amount: 5,
      currency: 'DZD',
      usage_mode: 'one_shot',
      metadata: { our_ref: ref },
    };
    const response = await fetch(`${sandbox.apiBaseUrl}/links`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return ((await response.json()) as { data: { id: string } }).data.id;
  };
  const statusOf = async (id: string) =>
    ((await (await fetch(`${sandbox.apiBaseUrl}/links/${id}`, { headers })).json()) as { data: { status: string } })
      .data.status;
  const stray = await draft(row.id);
  const foreign = await draft('lnk_of_another_installation');
  await sweeper.sweepDrafts();
  expect([await statusOf(stray), await statusOf(foreign), await statusOf(row.upstreamId!)]).toEqual([
    'archived',
    'draft',
    'active',
  ]);
  expect((await store.link(row.id))!.status).toBe('active');
});
