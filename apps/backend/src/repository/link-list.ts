import type { LinkRow } from '../domain/link.ts';
import type { Database, Value } from './database.ts';
import { type RawRow, SELECTED, linkRow } from './columns.ts';

/** Which links a list holds. `null`: any. Moments are epoch ms. */
export interface LinkFilter {
  /** By when they were issued, or only those seen paid, by when that was. */
  readonly by: 'created' | 'paid';
  readonly offer: string | null;
  readonly status: string | null;
  readonly reference: string | null;
  readonly from: number | null;
  /** Exclusive. */
  readonly until: number | null;
}

/** The last item of a page: the next page begins behind it. */
export interface ListPosition {
  readonly at: number;
  readonly id: string;
}

/** The list of links that operators see. */
export interface LinkList {
  /** Links of one MyTPE, the latest first. */
  listLinks(baseUrl: string, filter: LinkFilter, after: ListPosition | null, limit: number): Promise<LinkRow[]>;
}

export function linkListQueries(database: Database): LinkList {
  return {
    async listLinks(baseUrl, filter, after, limit) {
      // The query contains only the conditions of the filter, so that each list finds its index.
      const values: Value[] = [];
      const value = (given: Value): string => `$${values.push(given)}`;
      const moment = filter.by === 'paid' ? 'paid_seen_at' : 'created_at';
      const conditions = [`base_url = ${value(baseUrl)}`];
      if (filter.by === 'paid') conditions.push('paid_seen_at IS NOT NULL');
      for (const column of ['offer', 'status', 'reference'] as const) {
        const wanted = filter[column];
        if (wanted !== null) conditions.push(`${column} = ${value(wanted)}`);
      }
      if (filter.from !== null) conditions.push(`${moment} >= ${value(filter.from)}`);
      if (filter.until !== null) conditions.push(`${moment} < ${value(filter.until)}`);
      if (after) conditions.push(`(${moment}, id) < (${value(after.at)}, ${value(after.id)})`);
      const sql = `SELECT ${SELECTED} FROM links WHERE ${conditions.join(' AND ')}
        ORDER BY ${moment} DESC, id DESC LIMIT ${value(limit)}`;
      return (await database.all<RawRow>(sql, ...values)).map(linkRow);
    },
  };
}
