import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { LinkRow, Store } from '../store/store.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { inTurn } from '../issuance/turns.ts';
import { isReopened, readingOf } from './reading.ts';
import { nextReadAt } from './schedule.ts';
import type { Watchers } from './watchers.ts';

export interface ReaderOptions {
  readonly store: Store;
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
  /** Sets when a row is read next, after it changed or began to be watched. */
  schedule(row: LinkRow): Promise<void>;
}

const BATCH = 50;
/** How long a link that is due is this process's own to read; one that dies leaves it to the next. */
const CLAIM_MS = 60_000;
const AHEAD_MS = 3_600_000;
/** Reads under way at once. */
const READERS = 2;

export function createReader({ store, upstream, clock, log, watchers, onChange }: ReaderOptions): Reader {
  const schedule = (row: LinkRow) => store.scheduleRead(row.id, nextReadAt(row, clock.now(), watchers.has(row.id)));

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
    const link = await upstream.get(row.upstreamId!);
    const current = (await store.recordReading(row.id, readingOf(upstream, row, link, askedAt))) ?? row;
    if (current.paidSeenAt !== null && row.paidSeenAt === null)
      log.info({ upstream_id: row.upstreamId, offer: row.offer, paid_count: current.paidCount }, 'paid');
    await schedule(current);
    onChange(current);
    return current;
  }

  return {
    read,
    schedule,
    readDue: () => readThoseDueBy(clock.now()),
    readAhead: () => readThoseDueBy(clock.now() + AHEAD_MS),
  };

  async function readThoseDueBy(moment: number): Promise<void> {
    const due = (await store.dueReads(upstream.baseUrl, moment, BATCH, clock.now() + CLAIM_MS)).values();
    await Promise.all(Array.from({ length: READERS }, () => drain(due)));
  }

  async function drain(due: Iterable<LinkRow>): Promise<void> {
    for (const row of due) {
      if (row.upstreamId === null) await store.scheduleRead(row.id, null);
      else await read(row).catch((error: unknown) => postpone(row, error));
    }
  }

  async function postpone(row: LinkRow, error: unknown): Promise<void> {
    log.warn({ upstream_id: row.upstreamId, err: error }, 'a link could not be read; trying again later');
    // Not sooner than this: a MyTPE that is down is not helped by more questions.
    await store.scheduleRead(
      row.id,
      Math.max(clock.now() + 10_000, nextReadAt(row, clock.now(), watchers.has(row.id)) ?? 0),
    );
  }
}
