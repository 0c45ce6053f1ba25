import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { type PostgresServer, startPostgres } from '../../test/postgres-server.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { openRepository } from '../repository/repository.ts';
import { createPrometheusMetrics } from './prometheus.ts';
import { countingStore } from './watch.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const PAYMENTS = 20;
const LOG = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A process: its own connection to the database, and its own metrics. */
async function processOn(url: string) {
  const metrics = createPrometheusMetrics({ readLag: async () => 0, webhookQueue: async () => 0 });
  const opened = await openRepository(url, LOG);
  onTestFinished(() => opened.close());
  const counted = async (): Promise<number> => {
    const { body } = await metrics.exposition();
    return Number(/^mytpe_pay_payments_seen_total\{scope="payer"\} (\d+)$/m.exec(body)?.[1] ?? 0);
  };
  return { repository: countingStore(opened, metrics), counted };
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
  const paid = { status: 'exhausted', paidCount: 1, totalCollected: 450_000, readAt: 1 };
  // Both read each link at the same moment, as a watched link is read by the processes that watch it.
  await Promise.all(links.flatMap(({ id }) => processes.map(({ repository }) => repository.recordSnapshot(id, paid))));
  const counts = await Promise.all(processes.map(({ counted }) => counted()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PAYMENTS);
});
