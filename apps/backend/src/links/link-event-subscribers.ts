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
 * Creates the subscriber that notifies the watchers of a link. For a paid link it first signs the receipt, so that no
 * watcher gets the payment without its receipt. Afterwards it closes the other links of the same order.
 *
 * A failure is logged. The receipt is signed when the link is next read or shown, and the order's other links are
 * closed after the next read.
 */
export function createPayments(options: PaymentsOptions): (event: LinkEvent) => void {
  const { receipts, signedOrders, linkEvents, log } = options;

  async function settle(row: LinkRow): Promise<void> {
    const current = await receipts.ensure(row).catch((error: unknown) => {
      log.warn(
        { upstream_id: row.upstreamId, err: error },
        'could not sign a receipt; retrying when the link is next read',
      );
      return row;
    });
    linkEvents.notifyWatchers(current);
    if (row.orderKey === null) return;
    await signedOrders.settlePaid(row).catch((error: unknown) => {
      log.warn(
        { upstream_id: row.upstreamId, err: error },
        'could not close another link of a paid order; retrying after the next read',
      );
    });
  }

  return ({ row }) => {
    if (receipts.isMissing(row) || (row.orderKey !== null && row.paidCount > 0)) void settle(row);
    else linkEvents.notifyWatchers(row);
  };
}
