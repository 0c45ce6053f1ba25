import type { LinkRow } from '../domain/link.ts';
import type { Database, Value } from './database.ts';
import { type RawRow, SELECTED, linkRow } from './columns.ts';

/** The times at which links are polled. */
export interface Polling {
  /** Schedules the next poll of a link, epoch ms; `null`: none. */
  schedulePoll(id: string, nextPollAt: number | null): Promise<void>;
  /** Moves polls that are later than `latest` to `latest`. Links without a next poll keep none. */
  pollBefore(ids: readonly string[], latest: number): Promise<void>;
  /**
   * Claims due links, the longest due first. No other process gets them before `claimedUntil`.
   * @param createdAfter claims the newest of the links created after this moment instead, in no particular order.
   */
  duePolls(
    baseUrl: string,
    now: number,
    limit: number,
    claimedUntil: number,
    createdAfter?: number | null,
  ): Promise<LinkRow[]>;
  /** Returns the time of the earliest scheduled poll; `null` if none is scheduled. */
  earliestPoll(baseUrl: string): Promise<number | null>;
}

/** The order of due polls, and the order with `createdAfter`. */
const OLDEST = 'ORDER BY next_read_at';
const NEWEST = 'AND created_at > $5 ORDER BY created_at DESC';

export function pollingQueries(database: Database): Polling {
  const { oneOf, skipLocked } = database.dialect;
  return {
    async schedulePoll(id, nextPollAt) {
      await database.run('UPDATE links SET next_read_at = $1 WHERE id = $2', nextPollAt, id);
    },
    async pollBefore(ids, latest) {
      const sql = `UPDATE links SET next_read_at = $1 WHERE id ${oneOf('$2')} AND next_read_at > $1`;
      await database.run(sql, latest, JSON.stringify(ids));
    },
    async duePolls(baseUrl, now, limit, claimedUntil, createdAfter = null) {
      const values: Value[] = [baseUrl, now, limit, claimedUntil];
      if (createdAfter !== null) values.push(createdAfter);
      const rows = await database.all<RawRow>(
        `UPDATE links SET next_read_at = $4 WHERE id IN (
           SELECT id FROM links WHERE base_url = $1 AND next_read_at <= $2 ${createdAfter === null ? OLDEST : NEWEST} LIMIT $3
           ${skipLocked}
         ) RETURNING ${SELECTED}`,
        ...values,
      );
      return rows.map(linkRow);
    },
    async earliestPoll(baseUrl) {
      const sql = 'SELECT min(next_read_at) AS at FROM links WHERE base_url = $1 AND next_read_at IS NOT NULL';
      return (await database.get<{ at: number | null }>(sql, baseUrl))!.at;
    },
  };
}
