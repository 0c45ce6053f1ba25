import { expect, it } from 'vitest';

import { payerLink } from '../../test/repository-contract.ts';
import type { LinkRow } from '../domain/link.ts';
import { createLogger } from '../lib/log.ts';
import { createRepository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { createLinkEvents } from './link-events.ts';
import { createPayments } from './link-event-subscribers.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import type { SignedOrders } from './signed-orders.ts';

/** Creates a watched link, with real receipts. `change` can replace methods of the receipts. */
async function watchedLink(change: (receipts: Receipts) => Receipts = (receipts) => receipts) {
  const repository = createRepository(openSqlite(':memory:'));
  const link = payerLink('a');
  await repository.insertLink(link, { token: 'me', until: 0 }, null);
  await repository.recordDraft(link.id, 'me', { upstreamId: 'up', url: 'https://pay.test/x' });
  const receipts = change(
    await createReceipts({
      repository,
      clock: { now: () => link.createdAt, sleep: async () => {} },
      issuer: 'https://pay.shop.test',
      environment: 'sandbox',
      baseUrl: link.baseUrl,
      signingKey: null,
    }),
  );
  const linkEvents = createLinkEvents(10);
  const settled: string[] = [];
  const signedOrders = { settlePaid: async ({ id }: LinkRow) => void settled.push(id) } as SignedOrders;
  linkEvents.subscribe(createPayments({ receipts, signedOrders, linkEvents, log: createLogger('silent', []) }));
  const notified: LinkRow[] = [];
  linkEvents.watch(link.id, (row) => notified.push(row), '197.200.1.1');
  const snapshot = async (paidCount: number): Promise<LinkRow> =>
    (await repository.recordSnapshot(link.id, {
      status: paidCount > 0 ? 'exhausted' : 'active',
      paidCount,
      totalCollected: paidCount * 450_000,
      readAt: link.createdAt + paidCount,
    }))!;
  const published = async (row: LinkRow): Promise<void> => {
    linkEvents.publish({ row, newPayments: row.paidCount });
    while (notified.length === 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return { snapshot, published, linkEvents, notified, settled };
}

it('notifies the watchers of an unpaid link immediately', async () => {
  const { snapshot, linkEvents, notified } = await watchedLink();
  const row = await snapshot(0);
  linkEvents.publish({ row, newPayments: 0 });
  expect(notified).toEqual([row]);
});

it('notifies the watchers of a paid link once, with its receipt', async () => {
  const { snapshot, published, notified, settled } = await watchedLink();
  await published(await snapshot(1));
  expect(notified).toMatchObject([{ paidCount: 1, receipt: expect.stringMatching(/^ey/) as string }]);
  expect(settled).toEqual([]);
});

it('notifies the watchers of a paid link even if its receipt could not be signed', async () => {
  const { snapshot, published, notified } = await watchedLink((receipts) => ({
    ...receipts,
    ensure: () => Promise.reject(new Error('the store does not respond')),
  }));
  await published(await snapshot(1));
  expect(notified).toMatchObject([{ paidCount: 1, receipt: null }]);
});

it('closes the other links of a paid order after the watchers were notified', async () => {
  const { snapshot, published, notified, settled } = await watchedLink();
  const row = { ...(await snapshot(1)), orderKey: 'order-7' };
  await published(row);
  await new Promise((resolve) => setImmediate(resolve));
  expect([notified.length, settled]).toEqual([1, [row.id]]);
});
