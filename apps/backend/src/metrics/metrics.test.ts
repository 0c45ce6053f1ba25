import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { type PostgresServer, startPostgres } from '../../test/postgres-server.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { systemClock } from '../lib/clock.ts';
import { createLogger } from '../lib/log.ts';
import { createLinkEvents } from '../links/link-events.ts';
import { createPoller } from '../links/poller.ts';
import type { Gateway, UpstreamLink } from '../mytpe/gateway.ts';
import { openRepository } from '../repository/repository.ts';
import { countPayments } from './metrics.ts';
import { createPrometheusMetrics } from './prometheus.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const PAYMENTS = 20;

/** A gateway that reports every link as paid. */
const gateway = {
  archives: true,
  get: async (id: string) => ({ id, status: 'exhausted', paidCount: 1, totalCollected: 450_000 }) as UpstreamLink,
} as unknown as Gateway;

/** Starts a process with its own database connection, events and metrics. */
async function processOn(url: string) {
  const log = createLogger('silent', []);
  const metrics = createPrometheusMetrics({ readLag: async () => 0, webhookQueue: async () => 0 });
  const repository = await openRepository(url, log);
  onTestFinished(() => repository.close());
  const linkEvents = createLinkEvents(10);
  linkEvents.subscribe(countPayments(metrics));
  const issuer = { isIssuing: () => false };
  const poller = createPoller({ repository, gateway, clock: systemClock, log, linkEvents, issuer, newEventId: null });
  const counted = async (): Promise<number> => {
    const { body } = await metrics.exposition();
    return Number(/^mytpe_pay_payments_seen_total\{scope="payer"\} (\d+)$/m.exec(body)?.[1] ?? 0);
  };
  return { repository, poller, counted };
}

it('two processes on one database count a payment once', async () => {
  const url = await postgres.database();
  const processes = [await processOn(url), await processOn(url)];
  const { repository } = processes[0]!;
  const links = Array.from({ length: PAYMENTS }, (_, n) => payerLink(`paid-${n}`));
  for (const [n, link] of links.entries()) {
    await repository.insertLink(link, { token: 'me', until: 9e15 }, null);
    await repository.recordDraft(link.id, 'me', { upstreamId: `up-${n}`, url: `https://pay.test/${n}` });
  }
  const rows = await repository.links(links.map(({ id }) => id));
  // Both processes read each link concurrently, as they do while both have watchers.
  await Promise.all(rows.flatMap((row) => processes.map(({ poller }) => poller.read(row))));
  const counts = await Promise.all(processes.map(({ counted }) => counted()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PAYMENTS);
});
