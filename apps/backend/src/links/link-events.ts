import type { LinkRow } from '../domain/link.ts';
import { nextPollAt } from '../domain/poll-schedule.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Repository } from '../repository/repository.ts';

/** Delivers events to subscribers inside one process. */
export interface Topic<Event> {
  /** Calls `subscriber` with every event that is published from now on. */
  subscribe(subscriber: (event: Event) => void): void;
  /** Calls all subscribers, synchronously and in the order in which they subscribed. */
  publish(event: Event): void;
}

/**
 * Creates a topic without subscribers.
 *
 * An event that is published before the first subscription is dropped. The publishers can therefore be created before the
 * subscribers, and no part of the process needs a reference that is filled in later.
 *
 * A subscriber must not throw: the error would reach the publisher, and the subscribers after it would miss the event.
 */
export function createTopic<Event>(): Topic<Event> {
  const subscribers: ((event: Event) => void)[] = [];
  return {
    subscribe: (subscriber) => void subscribers.push(subscriber),
    publish(event) {
      for (const subscriber of subscribers) subscriber(event);
    },
  };
}

/** A row that was read again, or changed, in this process or in another one. */
export interface LinkEvent {
  readonly row: LinkRow;
  /** Payments that this process detected first, of all processes on the store. */
  readonly newPayments: number;
}

type Watcher = (row: LinkRow) => void;

/**
 * The changes of links in this process. Subscribers get every change. Watchers follow one link for a client: a subscriber
 * passes the change on to them, because a payment must have its receipt first.
 */
export interface LinkEvents extends Topic<LinkEvent> {
  /**
   * @param network the network that watches the link; see `clientNetwork`.
   * @returns a function that stops watching.
   */
  watch(id: string, watcher: Watcher, network: string): () => void;
  /** Passes the row to the watchers of its link. */
  notifyWatchers(row: LinkRow): void;
  isWatched(id: string): boolean;
  /**
   * `true` if the link must be read from MyTPE every few seconds. Only the links that a network began to watch last are,
   * so that one network cannot slow down the reads of all others.
   */
  isEager(id: string): boolean;
  watchedIds(): Iterable<string>;
}

/** Creates the link events. @param eagerPerNetwork the number of links that are read eagerly for one network. */
export function createLinkEvents(eagerPerNetwork: number): LinkEvents {
  const watchers = new Map<string, Set<Watcher>>();
  // By network: the watched links and their numbers of watchers, in the order in which watching began.
  const watched = new Map<string, Map<string, number>>();
  const networks = new Map<string, Map<string, number>>();

  /** Adds `step` to the count at `counts[outer][inner]`, and removes counts of zero. */
  function count(counts: Map<string, Map<string, number>>, outer: string, inner: string, step: number): void {
    const held = counts.get(outer) ?? new Map<string, number>();
    const left = (held.get(inner) ?? 0) + step;
    if (left > 0) held.set(inner, left);
    else held.delete(inner);
    if (held.size > 0) counts.set(outer, held);
    else counts.delete(outer);
  }

  return {
    ...createTopic<LinkEvent>(),
    watch(id, watcher, network) {
      // One function may watch a link twice.
      const own: Watcher = (row) => watcher(row);
      const set = watchers.get(id) ?? new Set();
      watchers.set(id, set.add(own));
      count(watched, network, id, 1);
      count(networks, id, network, 1);
      return () => {
        if (!set.delete(own)) return;
        if (set.size === 0 && watchers.get(id) === set) watchers.delete(id);
        count(watched, network, id, -1);
        count(networks, id, network, -1);
      };
    },
    notifyWatchers(row) {
      for (const watcher of watchers.get(row.id) ?? []) watcher(row);
    },
    isWatched: (id) => watchers.has(id),
    isEager: (id) =>
      [...(networks.get(id)?.keys() ?? [])].some((network) =>
        [...watched.get(network)!.keys()].slice(-eagerPerNetwork).includes(id),
      ),
    watchedIds: () => watchers.keys(),
  };
}

export interface ReplicaSyncOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly log: Log;
  readonly linkEvents: LinkEvents;
}

/** Publishes changes that other processes on the same store made to links that are watched in this process. */
export interface ReplicaSync {
  /** Finds changes that no notification reported, and keeps the next poll of watched links near. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

const BATCH = 500;

export function createReplicaSync({ repository, clock, log, linkEvents }: ReplicaSyncOptions): ReplicaSync {
  if (!repository.isShared) return { catchUp: async () => {}, stop: async () => {} };
  const stop = repository.onNotification((id) => {
    const followed = id === null ? catchUp() : linkEvents.isWatched(id) ? readRows([id]) : undefined;
    followed?.catch((error: unknown) =>
      log.warn({ err: error }, 'could not process a notification; the change will be detected later'),
    );
  });

  async function readRows(ids: readonly string[]): Promise<LinkRow[]> {
    const rows = await repository.links(ids);
    // The process that detected the payment first has counted it.
    for (const row of rows) linkEvents.publish({ row, newPayments: 0 });
    return rows;
  }

  async function catchUp(): Promise<void> {
    const watched = [...linkEvents.watchedIds()];
    for (let start = 0; start < watched.length; start += BATCH) {
      const now = clock.now();
      const rows = await readRows(watched.slice(start, start + BATCH));
      for (const [latest, ids] of byNextPoll(eager(rows), now)) await repository.pollBefore(ids, latest);
    }
  }

  const eager = (rows: readonly LinkRow[]): LinkRow[] => rows.filter(({ id }) => linkEvents.isEager(id));

  return { catchUp, stop };
}

/** Returns the ids of the links whose next poll is too late for a watched link, by the time when each must be polled. */
function byNextPoll(rows: readonly LinkRow[], now: number): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const row of rows) {
    const latest = nextPollAt(row, now, true);
    if (latest !== null && row.nextPollAt !== null && row.nextPollAt > latest)
      groups.set(latest, [...(groups.get(latest) ?? []), row.id]);
  }
  return groups;
}
