import type { LinkRow } from '../domain/link.ts';
import type { Database, Value } from './database.ts';
import { type RawRow, SELECTED, linkRow } from './columns.ts';

/** Links whose terms changed or whose time is over: which are to be closed, and what they had taken. */
export interface Retirement {
  /** Marks the rows whose offer of the catalog changed: every one of `baseUrl` whose `version@instance` differs from what `current` holds for its offer (`null`: not known yet, leave them). */
  supersede(baseUrl: string, current: ReadonlyMap<string, string | null>, now: number): Promise<number>;
  /** Marks one row, so that its issuing stops and the sweeper closes it. */
  supersedeLink(id: string, now: number): Promise<void>;
  /** Marks the rows of a signed offer that were made for other terms than `version`, as {@link supersede} does. */
  supersedeToken(baseUrl: string, offer: string, version: string, now: number): Promise<number>;
  /** Earlier links of an offer (superseded ones), for what they already used. */
  predecessors(baseUrl: string, offer: string, usageMode: string): Promise<LinkRow[]>;
  /** Open links to close: superseded before `supersededBefore`, or unpaid payer links past `expires_at`. */
  closable(baseUrl: string, supersededBefore: number, now: number, limit: number): Promise<LinkRow[]>;
}

const SUPERSEDABLE = "superseded_at IS NULL AND (scope = 'shared' OR closed_at IS NULL)";
const CLOSABLE = "closed_at IS NULL AND status NOT IN ('requested', 'drafted')";
/** Usage modes whose links share what is left: the next link can be issued only when the one before is paused. */
const SHARES_REST = "usage_mode IN ('limited', 'capped_amount')";

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
        `base_url = $1 AND offer = $2 AND usage_mode = $3 AND ${SHARES_REST} AND superseded_at IS NOT NULL AND upstream_id IS NOT NULL`,
        baseUrl,
        offer,
        usageMode,
      ),
    closable: async (baseUrl, supersededBefore, now, limit) => [
      ...(await many(
        `${CLOSABLE} AND superseded_at IS NOT NULL AND base_url = $1 AND (superseded_at <= $2 OR ${SHARES_REST})
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
