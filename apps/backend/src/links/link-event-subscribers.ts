import type { LinkRow } from '../domain/link.ts';
import type { Log } from '../lib/log.ts';
import type { LinkEvent, LinkEvents } from './link-events.ts';
import type { Receipts } from './receipts.ts';
import type { ResponseCache } from './response-cache.ts';
import type { SharedLinks } from './shared-links.ts';
import type { SignedOrders } from './signed-orders.ts';

export interface SubscribersOptions extends PaymentsOptions {
  readonly sharedLinks: Pick<SharedLinks, 'update'>;
  readonly responseCache: Pick<ResponseCache, 'forget'>;
  readonly linkEvents: LinkEvents;
}

/**
 * Subscribes to link events, in this order: the caches first, so that a client that is notified gets the new state, then the
 * receipts and the watchers.
 */
export function subscribeToLinkEvents(options: SubscribersOptions): void {
  const { linkEvents, sharedLinks, responseCache } = options;
  linkEvents.subscribe(({ row }) => sharedLinks.update(row));
  linkEvents.subscribe(({ row }) => responseCache.forget(row.offer));
  linkEvents.subscribe(createPayments(options));
}

export interface PaymentsOptions {
  readonly receipts: Receipts;
  readonly signedOrders: SignedOrders;
  readonly linkEvents: Pick<LinkEvents, 'notifyWatchers'>;
  readonly log: Log;
}

/**
 * Creates the subscriber that passes changes on to the watchers of a link. Of a paid link it signs the receipt first, so
 * that no watcher gets the payment without its receipt, and then closes the other links of the same order.
 *
 * A failure is logged. The receipt is signed when the link is read or shown the next time, and the order's other links are
 * closed after the next read.
 */
export function createPayments(options: PaymentsOptions): (event: LinkEvent) => void {
  const { receipts, signedOrders, linkEvents, log } = options;

  async function settle(row: LinkRow): Promise<void> {
    const current = await receipts.ensure(row).catch((error: unknown) => {
      log.warn({ upstream_id: row.upstreamId, err: error }, 'a receipt could not be made yet');
      return row;
    });
    linkEvents.notifyWatchers(current);
    if (row.orderKey === null) return;
    await signedOrders.settlePaid(row).catch((error: unknown) => {
      log.warn({ upstream_id: row.upstreamId, err: error }, 'another link of a paid order could not be closed yet');
    });
  }

  return ({ row }) => {
    if (receipts.isMissing(row) || (row.orderKey !== null && row.paidCount > 0)) void settle(row);
    else linkEvents.notifyWatchers(row);
  };
}
