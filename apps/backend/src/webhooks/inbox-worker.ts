import type { LinkRow } from '../domain/link.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Poller } from '../links/poller.ts';
import type { DueDelivery } from '../repository/inbox.ts';
import type { Repository } from '../repository/repository.ts';

export interface InboxWorkerOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly poller: Poller;
  readonly clock: Clock;
  readonly log: Log;
}

/** One after the other: MyTPE sends several about one payment, and the first reading serves them all. */
const BATCH = 10;
const BATCHES_A_TURN = 20;
/** How long a delivery is this process's own; one that dies, or is slow, leaves it to the next: two readings do no harm. */
const CLAIM_MS = 60_000;
const ABOUT_A_LINK = /^(?:transaction|payment_link|pay_link)\./;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * Works on the deliveries that were kept. A delivery only says which link to read: what happened to it, MyTPE's API
 * tells, so that neither order nor repetition nor an untrue payload matters. Safe in several processes at once.
 */
export function createInboxWorker({ repository, baseUrl, poller, clock, log }: InboxWorkerOptions) {
  async function rowOf({ upstreamId, ourRef }: DueDelivery): Promise<LinkRow | null> {
    const named = upstreamId === null ? null : await repository.linkByUpstreamId(baseUrl, upstreamId);
    if (named || ourRef === null) return named;
    const referred = await repository.link(ourRef);
    return referred?.baseUrl === baseUrl ? referred : null;
  }

  /** @returns what came of it. @throws when it must be tried again. */
  async function apply(delivery: DueDelivery): Promise<string> {
    const row = await rowOf(delivery);
    if (!row) return foreign(delivery);
    if (row.status === 'rejected' || row.status === 'gone') return `the link is ${row.status}`;
    if (row.upstreamId === null) throw new Error('the link is still being made');
    await poller.read(row);
    return 'read';
  }

  /** MyTPE does not document where its newer API names the link: an event of a link that names none may be of any. */
  async function foreign({ event, upstreamId, ourRef }: DueDelivery): Promise<string> {
    if (upstreamId !== null || ourRef !== null) return 'no link of ours';
    if (event === null || !ABOUT_A_LINK.test(event)) return 'about no link';
    await poller.pollAhead();
    return 'read the links that were due next';
  }

  async function work(delivery: DueDelivery): Promise<void> {
    try {
      await repository.finishDelivery(delivery.id, await apply(delivery));
    } catch (error) {
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(delivery.tries - 1, 20));
      log.warn({ tries: delivery.tries, pause_ms: pause, err: error }, 'a webhook could not be applied yet');
      await repository.postponeDelivery(delivery.id, clock.now() + pause);
    }
  }

  /** Works on what is due, batch by batch. */
  return async function workOff(): Promise<void> {
    for (let turn = 0; turn < BATCHES_A_TURN; turn++) {
      const now = clock.now();
      const due = await repository.claimDeliveries(now, BATCH, now + CLAIM_MS);
      for (const delivery of due) await work(delivery);
      if (due.length < BATCH) return;
    }
  };
}
