import type { LinkRow } from '../domain/link.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Poller } from '../links/poller.ts';
import type { DueDelivery } from '../repository/inbox.ts';
import type { Repository } from '../repository/repository.ts';

/** Options of {@link createInboxWorker}. */
export interface InboxWorkerOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly poller: Poller;
  readonly clock: Clock;
  readonly log: Log;
}

/** Deliveries that one run claims at a time. It applies them one by one, because several can be about the same payment. */
const BATCH = 10;
const BATCHES_PER_RUN = 20;
/** The duration of a claim. After that another process applies the delivery again, which is harmless: it only reads the link. */
const CLAIM_MS = 60_000;
const ABOUT_A_LINK = /^(?:transaction|payment_link|pay_link)\./;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Creates the function that applies stored deliveries. A delivery only names the link to read. The link's state comes from
 * MyTPE's API, so the order, repeats and contents of deliveries do not matter. Several processes can run it concurrently.
 */
export function createInboxWorker({ repository, baseUrl, poller, clock, log }: InboxWorkerOptions) {
  async function rowOf({ upstreamId, ourRef }: DueDelivery): Promise<LinkRow | null> {
    const named = upstreamId === null ? null : await repository.linkByUpstreamId(baseUrl, upstreamId);
    if (named || ourRef === null) return named;
    const referred = await repository.link(ourRef);
    return referred?.baseUrl === baseUrl ? referred : null;
  }

  /** Applies a delivery. @returns the result. @throws if the worker must retry. */
  async function apply(delivery: DueDelivery): Promise<string> {
    const row = await rowOf(delivery);
    if (!row) return applyUnmatched(delivery);
    if (row.status === 'rejected' || row.status === 'gone') return `the link is ${row.status}`;
    if (row.upstreamId === null) throw new Error('the link is still being issued');
    await poller.read(row);
    return 'read';
  }

  /** MyTPE does not document where ext names the link, so a link event without a link id can be about any link. */
  async function applyUnmatched({ event, upstreamId, ourRef }: DueDelivery): Promise<string> {
    if (upstreamId !== null || ourRef !== null) return 'no link of ours';
    if (event === null || !ABOUT_A_LINK.test(event)) return 'about no link';
    await poller.pollAhead();
    return 'read the links that were due next';
  }

  async function applyOrPostpone(delivery: DueDelivery): Promise<void> {
    try {
      await repository.finishDelivery(delivery.id, await apply(delivery));
    } catch (error) {
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(delivery.tries - 1, 20));
      log.warn({ tries: delivery.tries, pause_ms: pause, err: error }, 'could not apply a webhook; retrying later');
      await repository.postponeDelivery(delivery.id, clock.now() + pause);
    }
  }

  /** Applies due deliveries, batch by batch. */
  return async function applyDue(): Promise<void> {
    for (let batch = 0; batch < BATCHES_PER_RUN; batch++) {
      const now = clock.now();
      const due = await repository.claimDeliveries(now, BATCH, now + CLAIM_MS);
      for (const delivery of due) await applyOrPostpone(delivery);
      if (due.length < BATCH) return;
    }
  };
}
