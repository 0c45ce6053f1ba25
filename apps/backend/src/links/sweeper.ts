import { type LinkRow, isClosed } from '../domain/link.ts';
import { linkTexts, type Offer, offerTexts } from '../domain/offer.ts';
import type { Log } from '../lib/log.ts';
import type { Gateway } from '../mytpe/gateway.ts';
import { linkMetadata } from './draft.ts';
import type { Issuer } from './issuer.ts';
import { type LeaseOptions, withLease } from './lease.ts';
import type { Poller } from './poller.ts';

export interface SweeperOptions extends LeaseOptions {
  readonly gateway: Gateway;
  readonly log: Log;
  readonly issuer: Issuer;
  readonly poller: Poller;
  readonly graceMs: number;
  readonly offers: () => Iterable<Offer>;
}

/** Finishes or abandons incomplete work. All methods may run in several processes at the same time. */
export interface Sweeper {
  /** Continues with rows whose owner died, closes links whose lifetime ended, and updates texts. */
  sweep(): Promise<void>;
  /** Archives drafts upstream that no row adopted. They cannot be paid, but fill the merchant's list of links. */
  sweepDrafts(): Promise<void>;
}

const BATCH = 50;
/** A request that the payer did not repeat within this time creates no link. */
const FORGET_AFTER_MS = 15 * 60_000;

export function createSweeper(options: SweeperOptions): Sweeper {
  const { repository, gateway, clock, log, issuer, poller, graceMs } = options;

  async function finish(row: LinkRow): Promise<void> {
    if (row.status === 'requested' && row.sentAt === null && clock.now() - row.createdAt > FORGET_AFTER_MS)
      return forget(row);
    await issuer.resume(row);
  }

  async function forget(row: LinkRow): Promise<void> {
    const token = `sweeper-${row.id}`;
    if (await repository.takeLease(row.id, { token, until: clock.now() + 1000 }, clock.now()))
      await repository.abandon(row.id, token, 'rejected', clock.now());
  }

  async function close(row: LinkRow): Promise<void> {
    const current = await poller.read(row);
    const paidMeanwhile = current.scope === 'payer' && current.paidCount > 0;
    if (isClosed(current.status) || paidMeanwhile) return;
    await withLease(options, row.id, () => gateway.archive(row.upstreamId!));
    await poller.read(current);
  }

  async function updateTexts(offer: Offer): Promise<void> {
    for (const row of await repository.outdatedTexts(gateway.baseUrl, offer.id, offerTexts(offer), BATCH)) {
      const texts = linkTexts(offer, row.language);
      await gateway.updateTexts(row.upstreamId!, { ...texts, metadata: linkMetadata({ ...row, ...texts }) });
      await repository.recordTexts(row.id, texts);
    }
  }

  async function each<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
    for (const item of items)
      await work(item).catch((error: unknown) => log.warn({ err: error }, 'could not sweep a link; retrying later'));
  }

  return {
    async sweep() {
      const now = clock.now();
      // Concurrently: each may wait for MyTPE to list a link whose create had an unknown outcome.
      await Promise.all((await repository.unfinished(gateway.baseUrl, now, BATCH)).map((row) => each([row], finish)));
      await each(await repository.closable(gateway.baseUrl, now - graceMs, now, BATCH), close);
      await each(options.offers(), updateTexts);
    },
    async sweepDrafts() {
      for await (const { ourRef, link } of gateway.drafts()) {
        const row = await repository.link(ourRef);
        const adoptedAnother = row !== null && row.upstreamId !== null && row.upstreamId !== link.id;
        if (adoptedAnother || row?.status === 'rejected')
          await withLease(options, row.id, () => gateway.archive(link.id));
      }
    },
  };
}
