import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { type PostgresServer, startPostgres } from '../../test/postgres-server.ts';
import { payerLink } from '../../test/store-contract.ts';
import { createPostgresStore } from '../store/postgres/postgres-store.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { createPrometheusMetrics } from './prometheus.ts';
import { countingStore } from './watch.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const PAYMENTS = 20;

/** Opens the store of one process; every call opens the same database. */
type Open = () => Store | Promise<Store>;

const DATABASES: Readonly<Record<string, () => Promise<Open>>> = {
  PostgreSQL: async () => {
    const url = await postgres.database();
    return () => createPostgresStore(url);
  },
  SQLite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'counting-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return () => createSqliteStore(join(folder, 'store.db'));
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
  await Promise.all(links.flatMap(({ id }) => processes.map(({ store }) => store.recordReading(id, paid))));
  const counts = await Promise.all(processes.map(({ counted }) => counted()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PAYMENTS);
});
