import type { LinkRow } from '../domain/link.ts';
import { nextPollAt } from '../domain/poll-schedule.ts';
import type { Log } from '../lib/log.ts';
import type { UpstreamLink } from '../mytpe/gateway.ts';
import type { Issuer } from './issuer.ts';
import { type LeaseOptions, withLease } from './lease.ts';
import type { LinkEvents } from './link-events.ts';
import { isReopened, isUnpublished, recordSnapshot, type SnapshotOptions } from './snapshot.ts';

export interface PollerOptions extends LeaseOptions, SnapshotOptions {
  readonly log: Log;
  readonly linkEvents: LinkEvents;
  readonly issuer: Pick<Issuer, 'isIssuing'>;
}

/** Reads links from MyTPE, stores and publishes the snapshots. The backend learns of payments in no other way. */
export interface Poller {
  /** Reads one link now. Closes it again if it was reopened at MyTPE. @throws GatewayError */
  read(row: LinkRow): Promise<LinkRow>;
  /** Reads every link that is due, a few at a time. */
  pollDue(): Promise<void>;
  /** Reads the links that are due within an hour, at most 50. Used when one of them changed, but it is not known which. */
  pollAhead(): Promise<void>;
  /** Moves the next poll of a link that a client began to watch forward, never back. */
  pollSoon(row: LinkRow): Promise<void>;
}

/** The most links that one call reads. */
const MOST = 50;
/** Links are claimed a few at a time, so that a newly opened link does not wait behind many others. */
const BATCH = 8;
/** The most newly opened links in a batch, newest first. The rest of the batch is for the links that are due longest. */
const NEW_OF_BATCH = 6;
const NEW_MS = 2 * 60_000;
/** The time for which a claimed link is reserved for this process. If the process dies, another one reads the link then. */
const CLAIM_MS = 60_000;
const AHEAD_MS = 3_600_000;

export function createPoller(options: PollerOptions): Poller {
  const { repository, gateway, clock, log, linkEvents, issuer } = options;
  const nextPoll = (row: LinkRow) => nextPollAt(row, clock.now(), linkEvents.isEager(row.id));

  async function read(row: LinkRow): Promise<LinkRow> {
    const current = await readOnce(row);
    if (!isReopened(current, clock.now())) return current;
    log.warn(
      { upstream_id: row.upstreamId, offer: row.offer },
      'a link that was closed could be paid again; closing it',
    );
    await withLease(options, row.id, () => gateway.archive(row.upstreamId!));
    return readOnce(current);
  }

  async function readOnce(row: LinkRow): Promise<LinkRow> {
    const readAt = clock.now();
    const read = await gateway.get(row.upstreamId!);
    const link = isUnpublished(row, read, readAt) ? await publishAgain(row) : read;
    const recorded = await recordSnapshot(options, row, link, readAt);
    const current = recorded ?? row;
    // Concurrent reads of one link are possible. The read that reports the first payment logs it.
    if (recorded && recorded.newPayments > 0 && recorded.newPayments === recorded.paidCount)
      log.info({ upstream_id: row.upstreamId, offer: row.offer, paid_count: current.paidCount }, 'paid');
    await repository.schedulePoll(current.id, nextPoll(current));
    linkEvents.publish({ row: current, newPayments: recorded?.newPayments ?? 0 });
    return current;
  }

  function publishAgain(row: LinkRow): Promise<UpstreamLink> {
    log.warn(
      { upstream_id: row.upstreamId, offer: row.offer },
      'a published link is still a draft; publishing it again',
    );
    return gateway.publish(row.upstreamId!);
  }

  return {
    read,
    async pollSoon(row) {
      const latest = nextPoll(row);
      if (latest !== null) await repository.pollBefore([row.id], latest);
    },
    async pollDue() {
      for (let read = 0; read < MOST;) {
        const batch = await claimBatch();
        if (batch.length === 0) return;
        read += batch.length;
        await readAll(batch);
      }
    },
    pollAhead: async () => readAll(await claim(MOST, clock.now() + AHEAD_MS)),
  };

  /** Claims links that are due: newly opened ones first, because their payers are on MyTPE's page now. */
  async function claimBatch(): Promise<LinkRow[]> {
    const now = clock.now();
    const opened = await claim(NEW_OF_BATCH, now, now - NEW_MS);
    const others = await claim(BATCH - opened.length, now);
    return [...opened.toSorted((one, other) => other.createdAt - one.createdAt), ...others];
  }

  function claim(limit: number, moment: number, createdAfter: number | null = null): Promise<LinkRow[]> {
    return repository.duePolls(gateway.baseUrl, moment, limit, clock.now() + CLAIM_MS, createdAfter);
  }

  /** Runs two reads at a time, or one while links are issued: calls to MyTPE are limited, and payers have priority. */
  async function readAll(batch: readonly LinkRow[]): Promise<void> {
    const due = batch.values();
    await Promise.all([drain(due, () => true), drain(due, () => !issuer.isIssuing())]);
  }

  async function drain(due: Iterator<LinkRow>, mayContinue: () => boolean): Promise<void> {
    while (mayContinue()) {
      const { value: row, done } = due.next();
      if (done) return;
      if (row.upstreamId === null) await repository.schedulePoll(row.id, null);
      else await read(row).catch((error: unknown) => postpone(row, error));
    }
  }

  async function postpone(row: LinkRow, error: unknown): Promise<void> {
    log.warn({ upstream_id: row.upstreamId, err: error }, 'could not read a link; retrying later');
    // More requests would not help a MyTPE that is down.
    await repository.schedulePoll(row.id, Math.max(clock.now() + 10_000, nextPoll(row) ?? 0));
  }
}
