import type { LinkRow } from '../domain/link.ts';
import { nextPollAt } from '../domain/poll-schedule.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Gateway, UpstreamLink } from '../mytpe/gateway.ts';
import type { Repository } from '../repository/repository.ts';
import { withLease } from './lease.ts';
import type { LinkEvents } from './link-events.ts';
import { isReopened, isUnpublished, snapshotOf } from './snapshot.ts';

export interface PollerOptions {
  readonly repository: Repository;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly log: Log;
  readonly linkEvents: LinkEvents;
  readonly onChange: (row: LinkRow) => void;
}

/** Reads links from MyTPE and enters what it says: the one way a payment becomes known. */
export interface Poller {
  /** Reads one link now; one that we closed stays closed. @throws UpstreamError */
  read(row: LinkRow): Promise<LinkRow>;
  /** Reads every link that is due, a few at a time. */
  pollDue(): Promise<void>;
  /** Reads the links that would be read within the hour, at most 50: something happened to one, but not which. */
  pollAhead(): Promise<void>;
  /** Moves the next read of a link that began to be watched forward, never back. */
  pollSoon(row: LinkRow): Promise<void>;
}

/** The most links that one call reads. */
const MOST = 50;
/** Links are claimed a few at a time, so that a link which was just opened does not wait behind many others. */
const BATCH = 8;
/** Of each batch, at most this many are links that were opened a moment ago, the newest first; the rest is for links that are due longest. */
const NEW_OF_BATCH = 6;
const NEW_MS = 2 * 60_000;
/** How long a link that is due is this process's own to read; one that dies leaves it to the next. */
const CLAIM_MS = 60_000;
const AHEAD_MS = 3_600_000;
/** Reads under way at once. */
const READERS = 2;

export function createPoller({ repository, gateway, clock, log, linkEvents, onChange }: PollerOptions): Poller {
  const nextPoll = (row: LinkRow) => nextPollAt(row, clock.now(), linkEvents.isEager(row.id));

  async function read(row: LinkRow): Promise<LinkRow> {
    const current = await look(row);
    if (!isReopened(current, clock.now())) return current;
    log.warn(
      { upstream_id: row.upstreamId, offer: row.offer },
      'a link that was closed could be paid again; closing it',
    );
    await withLease({ repository, clock, gateway }, row.id, () => gateway.archive(row.upstreamId!));
    return look(current);
  }

  async function look(row: LinkRow): Promise<LinkRow> {
    const askedAt = clock.now();
    const read = await gateway.get(row.upstreamId!);
    const link = isUnpublished(row, read, askedAt) ? await publishAgain(row) : read;
    const recorded = await repository.recordSnapshot(row.id, snapshotOf(gateway, row, link, askedAt));
    const current = recorded ?? row;
    // Several reads of one link may be under way: the first to report the first payment logs it.
    if (recorded && recorded.newPayments > 0 && recorded.newPayments === recorded.paidCount)
      log.info({ upstream_id: row.upstreamId, offer: row.offer, paid_count: current.paidCount }, 'paid');
    await repository.schedulePoll(current.id, nextPoll(current));
    onChange(current);
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

  /** The links that are due: newly opened ones first, because their payers are on MyTPE's page now. */
  async function claimBatch(): Promise<LinkRow[]> {
    const now = clock.now();
    const opened = await claim(NEW_OF_BATCH, now, now - NEW_MS);
    const others = await claim(BATCH - opened.length, now);
    return [...opened.toSorted((one, other) => other.createdAt - one.createdAt), ...others];
  }

  function claim(limit: number, moment: number, createdAfter: number | null = null): Promise<LinkRow[]> {
    return repository.duePolls(gateway.baseUrl, moment, limit, clock.now() + CLAIM_MS, createdAfter);
  }

  async function readAll(batch: readonly LinkRow[]): Promise<void> {
    const due = batch.values();
    await Promise.all(Array.from({ length: READERS }, () => drain(due)));
  }

  async function drain(due: Iterable<LinkRow>): Promise<void> {
    for (const row of due) {
      if (row.upstreamId === null) await repository.schedulePoll(row.id, null);
      else await read(row).catch((error: unknown) => postpone(row, error));
    }
  }

  async function postpone(row: LinkRow, error: unknown): Promise<void> {
    log.warn({ upstream_id: row.upstreamId, err: error }, 'a link could not be read; trying again later');
    // Not sooner than this: a MyTPE that is down is not helped by more questions.
    await repository.schedulePoll(row.id, Math.max(clock.now() + 10_000, nextPoll(row) ?? 0));
  }
}
