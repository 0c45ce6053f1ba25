import type { LinkRow } from '../domain/link.ts';
import type { Database, Value } from './database.ts';
import { type RawRow, SELECTED, linkRow } from './columns.ts';

/** Links to close, because their terms changed or they expired unpaid. */
export interface Retirement {
  /**
   * Marks the rows of catalog offers that changed: rows of `baseUrl` whose `version@instance` differs from `current`.
   * @param current `version@instance` by offer; `null`: not known yet, so its rows stay unmarked.
   * @returns the number of marked rows.
   */
  supersede(baseUrl: string, current: ReadonlyMap<string, string | null>, now: number): Promise<number>;
  /** Marks one row, so that the issuer stops and the sweeper closes it. */
  supersedeLink(id: string, now: number): Promise<void>;
  /** Marks the rows of a signed offer whose terms are not those of `version`. @returns the number of marked rows. */
  supersedeToken(baseUrl: string, offer: string, version: string, now: number): Promise<number>;
  /** Returns the superseded links of an offer, whose counts reduce what the next link can collect. */
  predecessors(baseUrl: string, offer: string, usageMode: string): Promise<LinkRow[]>;
  /** Returns open links to close: superseded before `supersededBefore`, or unpaid payer links past `expires_at`. */
  closable(baseUrl: string, supersededBefore: number, now: number, limit: number): Promise<LinkRow[]>;
}

const SUPERSEDABLE = "superseded_at IS NULL AND (scope = 'shared' OR closed_at IS NULL)";
const CLOSABLE = "closed_at IS NULL AND status NOT IN ('requested', 'drafted')";
/** Usage modes with a total limit. Their next link can be issued only when the previous link is paused. */
const HAS_TOTAL_LIMIT = "usage_mode IN ('limited', 'capped_amount')";

export function retirementQueries(database: Database): Retirement {
  const { entries } = database.dialect;
  const many = async (condition: string, ...values: Value[]): Promise<LinkRow[]> =>
    (await database.all<RawRow>(`SELECT ${SELECTED} FROM links WHERE ${condition}`, ...values)).map(linkRow);
  return {
    supersede: (baseUrl, current, now) =>
      database.run(
        `UPDATE links SET superseded_at = $1 WHERE base_url = $2 AND jti IS NULL AND status NOT IN ('rejected', 'gone')
           AND ${SUPERSEDABLE} AND NOT EXISTS (SELECT 1 FROM ${entries('$3')} AS known
             WHERE known.key = links.offer AND coalesce(known.value = links.offer_version || '@' || links.instance_id, true))`,
        now,
        baseUrl,
        JSON.stringify(Object.fromEntries(current)),
      ),
    async supersedeLink(id, now) {
      await database.run('UPDATE links SET superseded_at = $1 WHERE id = $2 AND superseded_at IS NULL', now, id);
    },
    supersedeToken: (baseUrl, offer, version, now) =>
      database.run(
        `UPDATE links SET superseded_at = $1 WHERE base_url = $2 AND offer = $3 AND jti IS NOT NULL AND offer_version <> $4
           AND ${SUPERSEDABLE}`,
        now,
        baseUrl,
        offer,
        version,
      ),
    predecessors: (baseUrl, offer, usageMode) =>
      many(
        `base_url = $1 AND offer = $2 AND usage_mode = $3 AND ${HAS_TOTAL_LIMIT} AND superseded_at IS NOT NULL AND upstream_id IS NOT NULL`,
        baseUrl,
        offer,
        usageMode,
      ),
    closable: async (baseUrl, supersededBefore, now, limit) => [
      ...(await many(
        `${CLOSABLE} AND superseded_at IS NOT NULL AND base_url = $1 AND (superseded_at <= $2 OR ${HAS_TOTAL_LIMIT})
         ORDER BY superseded_at LIMIT $3`,
        baseUrl,
        supersededBefore,
        limit,
      )),
      ...(await many(
        `${CLOSABLE} AND superseded_at IS NULL AND base_url = $1 AND expires_at <= $2 AND paid_count = 0
         ORDER BY expires_at LIMIT $3`,
        baseUrl,
        now,
        limit,
      )),
    ],
  };
}
