import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { type PostgresServer, startPostgres } from '../../test/postgres-server.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { openRepository } from '../repository/open.ts';
import type { Repository } from '../repository/repository.ts';
import { createPrometheusMetrics } from './prometheus.ts';
import { countingStore } from './watch.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const PAYMENTS = 20;
const LOG = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Opens the store of one process; every call opens the same database. */
type Open = () => Promise<Repository>;

const DATABASES: Readonly<Record<string, () => Promise<Open>>> = {
  PostgreSQL: async () => {
    const url = await postgres.database();
    return () => openRepository(url, LOG);
  },
  SQLite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'counting-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return () => openRepository(`sqlite:${join(folder, 'store.db')}`, LOG);
  },
};

/** A process: its own connection to the database, and its own metrics. */
async function processOn(open: Open) {
  const metrics = createPrometheusMetrics({ readLag: async () => 0, webhookQueue: async () => 0 });
  const opened = await open();
  onTestFinished(() => opened.close());
  const counted = async (): Promise<number> => {
    const { body } = await metrics.exposition();
    return Number(/^mytpe_pay_payments_seen_total\{scope="payer"\} (\d+)$/m.exec(body)?.[1] ?? 0);
  };
  return { store: countingStore(opened, metrics), counted };
}

it.each(Object.keys(DATABASES))('two processes on one %s database count a payment once', async (name) => {
  const open = await DATABASES[name]!();
  const processes = [await processOn(open), await processOn(open)];
  const { store } = processes[0]!;
  const links = Array.from({ length: PAYMENTS }, (_, n) => payerLink(`paid-${n}`));
  for (const [n, link] of links.entries()) {
    await store.insertLink(link, { token: 'me', until: 9e15 }, null);
    await store.recordDraft(link.id, 'me', { upstreamId: `up-${n}`, url: `https://pay.test/${n}` });
  }
  const paid = { status: 'exhausted', paidCount: 1, totalCollected: 450_000, readAt: 1 };
  // Both read each link at the same moment, as a watched link is read by the processes that watch it.
  await Promise.all(links.flatMap(({ id }) => processes.map(({ store }) => store.recordSnapshot(id, paid))));
  const counts = await Promise.all(processes.map(({ counted }) => counted()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PAYMENTS);
});
