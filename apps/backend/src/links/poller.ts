import { nextReadAt } from '../domain/poll-schedule.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Upstream, UpstreamLink } from '../mytpe/gateway.ts';
import type { LinkRow } from '../repository/link-row.ts';
import type { Repository } from '../repository/repository.ts';
import { inTurn } from './lease.ts';
import type { Watchers } from './link-events.ts';
import { isReopened, isUnpublished, readingOf } from './snapshot.ts';

export interface ReaderOptions {
  readonly store: Repository;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly log: Log;
  readonly watchers: Watchers;
  readonly onChange: (row: LinkRow) => void;
}

/** Reads links from MyTPE and enters what it says: the one way a payment becomes known. */
export interface Reader {
  /** Reads one link now; one that we closed stays closed. @throws UpstreamError */
  read(row: LinkRow): Promise<LinkRow>;
  /** Reads every link that is due, a few at a time. */
  readDue(): Promise<void>;
  /** Reads the links that would be read within the hour, at most 50: something happened to one, but not which. */
  readAhead(): Promise<void>;
  /** Moves the next read of a link that began to be watched forward, never back. */
  hurry(row: LinkRow): Promise<void>;
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

export function createReader({ store, upstream, clock, log, watchers, onChange }: ReaderOptions): Reader {
  const nextRead = (row: LinkRow) => nextReadAt(row, clock.now(), watchers.isEager(row.id));

  async function read(row: LinkRow): Promise<LinkRow> {
    const current = await look(row);
    if (!isReopened(current, clock.now())) return current;
    log.warn(
      { upstream_id: row.upstreamId, offer: row.offer },
      'a link that was closed could be paid again; closing it',
    );
    await inTurn({ store, clock, upstream }, row.id, () => upstream.archive(row.upstreamId!));
    return look(current);
  }

  async function look(row: LinkRow): Promise<LinkRow> {
    const askedAt = clock.now();
    const read = await upstream.get(row.upstreamId!);
    const link = isUnpublished(row, read, askedAt) ? await publishAgain(row) : read;
    const recorded = await store.recordSnapshot(row.id, readingOf(upstream, row, link, askedAt));
    const current = recorded ?? row;
    // Several reads of one link may be under way: the first to report the first payment logs it.
    if (recorded && recorded.newPayments > 0 && recorded.newPayments === recorded.paidCount)
      log.info({ upstream_id: row.upstreamId, offer: row.offer, paid_count: current.paidCount }, 'paid');
    await store.schedulePoll(current.id, nextRead(current));
    onChange(current);
    return current;
  }

  function publishAgain(row: LinkRow): Promise<UpstreamLink> {
    log.warn(
      { upstream_id: row.upstreamId, offer: row.offer },
      'a published link is still a draft; publishing it again',
    );
    return upstream.publish(row.upstreamId!);
  }

  return {
    read,
    async hurry(row) {
      const latest = nextRead(row);
      if (latest !== null) await store.hurryPolls([row.id], latest);
    },
    async readDue() {
      for (let read = 0; read < MOST;) {
        const batch = await claimBatch();
        if (batch.length === 0) return;
        read += batch.length;
        await readAll(batch);
      }
    },
    readAhead: async () => readAll(await claim(MOST, clock.now() + AHEAD_MS)),
  };

  /** The links that are due: newly opened ones first, because their payers are on MyTPE's page now. */
  async function claimBatch(): Promise<LinkRow[]> {
    const now = clock.now();
    const opened = await claim(NEW_OF_BATCH, now, now - NEW_MS);
    const others = await claim(BATCH - opened.length, now);
    return [...opened.toSorted((one, other) => other.createdAt - one.createdAt), ...others];
  }

  function claim(limit: number, moment: number, createdAfter: number | null = null): Promise<LinkRow[]> {
    return store.duePolls(upstream.baseUrl, moment, limit, clock.now() + CLAIM_MS, createdAfter);
  }

  async function readAll(batch: readonly LinkRow[]): Promise<void> {
    const due = batch.values();
    await Promise.all(Array.from({ length: READERS }, () => drain(due)));
  }

  async function drain(due: Iterable<LinkRow>): Promise<void> {
    for (const row of due) {
      if (row.upstreamId === null) await store.schedulePoll(row.id, null);
      else await read(row).catch((error: unknown) => postpone(row, error));
    }
  }

  async function postpone(row: LinkRow, error: unknown): Promise<void> {
    log.warn({ upstream_id: row.upstreamId, err: error }, 'a link could not be read; trying again later');
    // Not sooner than this: a MyTPE that is down is not helped by more questions.
    await store.schedulePoll(row.id, Math.max(clock.now() + 10_000, nextRead(row) ?? 0));
  }
}
