import type { LinkRow } from '../domain/link.ts';
import { nextPollAt } from '../domain/poll-schedule.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Repository } from '../repository/repository.ts';
import type { LinkEvents } from './link-events.ts';

export interface ReplicaSyncOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly log: Log;
  readonly linkEvents: LinkEvents;
  /** Told of every row that another process may have changed. */
  readonly onChange: (row: LinkRow) => void;
}

/** What other processes on the same store do to links that are watched here. */
export interface ReplicaSync {
  /** Finds the changes that no notification reported, and keeps the next poll of watched links near. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

const BATCH = 500;

export function createReplicaSync({ repository, clock, log, linkEvents, onChange }: ReplicaSyncOptions): ReplicaSync {
  if (!repository.isShared) return { catchUp: async () => {}, stop: async () => {} };
  const stop = repository.onNotification((id) => {
    const looked = id === null ? catchUp() : linkEvents.has(id) ? look([id]) : undefined;
    looked?.catch((error: unknown) =>
      log.warn({ err: error }, 'could not follow a notification; the change will be seen later'),
    );
  });

  async function look(ids: readonly string[]): Promise<LinkRow[]> {
    const rows = await repository.links(ids);
    rows.forEach(onChange);
    return rows;
  }

  async function catchUp(): Promise<void> {
    const watched = [...linkEvents.ids()];
    for (let start = 0; start < watched.length; start += BATCH) {
      const now = clock.now();
      for (const [latest, ids] of byNextRead(eager(await look(watched.slice(start, start + BATCH))), now))
        await repository.pollBefore(ids, latest);
    }
  }

  const eager = (rows: readonly LinkRow[]): LinkRow[] => rows.filter(({ id }) => linkEvents.isEager(id));

  return { catchUp, stop };
}

/** Ids of links by the latest moment at which they must be read, because clients of this process follow them. */
function byNextRead(rows: readonly LinkRow[], now: number): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const row of rows) {
    const latest = nextPollAt(row, now, true);
    if (latest !== null && row.nextPollAt !== null && row.nextPollAt > latest)
      groups.set(latest, [...(groups.get(latest) ?? []), row.id]);
  }
  return groups;
}
