import { type LinkRow, isBeingIssued } from '../domain/link.ts';
import type { Clock } from '../lib/clock.ts';
import { Problem } from '../lib/problem.ts';
import { withLease } from '../links/lease.ts';
import type { Poller } from '../links/poller.ts';
import { isNotApplied, gatewayProblem, type Gateway, GatewayError } from '../mytpe/gateway.ts';
import type { AuditRow, NewAuditRow } from '../repository/audit.ts';
import type { LinkFilter, ListPosition } from '../repository/links.ts';
import type { Repository } from '../repository/repository.ts';
import type { Actor, AUDITED, LinkAction, Page } from './admin-views.ts';

/** The service behind `/admin`: lists links, changes them at MyTPE, and records the actions. */
export interface AdminService {
  /** Returns a page of links, the latest first. @param after the end of the page before. */
  links(filter: LinkFilter, after: ListPosition | null, limit: number): Promise<Page<LinkRow, ListPosition>>;
  /** Yields all links of a list, at most `limit`. Records the export in the audit log. */
  exportLinks(filter: LinkFilter, limit: number, actor: Actor): Promise<AsyncIterable<LinkRow>>;
  /** Returns a link and the newest 100 audit entries about it. @throws Problem `link_not_found`. */
  link(id: string): Promise<{ readonly row: LinkRow; readonly audit: readonly AuditRow[] }>;
  /**
   * Changes a link at MyTPE and reads it again. Records the action in the audit log before and after.
   * @returns the link, and `done`: `true` if MyTPE executed the action.
   * @throws Problem `link_not_found`, `upstream_rejected`, `upstream_unavailable` or `misconfigured`.
   */
  act(action: LinkAction, id: string, actor: Actor): Promise<{ readonly row: LinkRow; readonly done: boolean }>;
  /** Returns a page of the audit log, the latest first. @param before an id; only entries before it. */
  audit(before: number | null, limit: number): Promise<Page<AuditRow, number>>;
}

/** Options of {@link createAdminService}. */
export interface AdminServiceOptions {
  readonly repository: Repository;
  readonly gateway: Gateway;
  readonly poller: Poller;
  readonly clock: Clock;
}

/** The statuses after each action. v2 cannot archive and pauses instead. */
const STATUSES_AFTER: Readonly<Record<LinkAction, readonly string[]>> = {
  pause: ['paused'],
  resume: ['active'],
  archive: ['archived', 'paused'],
};
const MAX_AUDIT_ENTRIES = 100;
const EXPORT_BATCH = 500;

/** Creates the admin service. */
export function createAdminService({ repository, gateway, poller, clock }: AdminServiceOptions): AdminService {
  const { baseUrl } = gateway;
  const record = (
    action: (typeof AUDITED)[number],
    outcome: string,
    link: string | null,
    actor: Actor,
  ): Promise<void> => {
    const entry: NewAuditRow = {
      at: clock.now(),
      actor: actor.name,
      action,
      outcome,
      link,
      requestId: actor.requestId,
    };
    return repository.audit(entry);
  };

  async function rowOf(id: string): Promise<LinkRow> {
    const row = await repository.link(id);
    if (row?.baseUrl !== baseUrl) throw new Problem('link_not_found');
    return row;
  }

  /** Runs an action and reads the link. @returns the row, and `done`: `true` if the link has the wanted status. */
  async function apply(action: LinkAction, row: LinkRow): Promise<{ row: LinkRow; done: boolean }> {
    let accepted = true;
    try {
      await withLease({ repository, clock, gateway }, row.id, () => gateway[action](row.upstreamId!));
    } catch (error) {
      // MyTPE refused the action, or another caller reverted it. The status of the link decides.
      if (!(error instanceof GatewayError)) throw error;
      if (error.failure !== 'rejected' && !isNotApplied(error)) throw error;
      accepted = error.failure !== 'rejected';
    }
    const current = await poller.read(row);
    return { row: current, done: accepted && STATUSES_AFTER[action].includes(current.status) };
  }

  async function* each(filter: LinkFilter, limit: number): AsyncGenerator<LinkRow> {
    let last: LinkRow | undefined;
    for (let left = limit; left > 0; left -= EXPORT_BATCH) {
      const wanted = Math.min(left, EXPORT_BATCH);
      const rows = await repository.listLinks(baseUrl, filter, last ? positionOf(filter, last) : null, wanted);
      yield* rows;
      last = rows.at(-1);
      if (rows.length < wanted) return;
    }
  }

  return {
    async links(filter, after, limit) {
      const rows = await repository.listLinks(baseUrl, filter, after, limit + 1);
      const items = rows.slice(0, limit);
      return { items, next: rows.length > limit ? positionOf(filter, items.at(-1)!) : null };
    },
    async exportLinks(filter, limit, actor) {
      await record(filter.by === 'paid' ? 'export_payments' : 'export_links', 'asked', null, actor);
      return each(filter, limit);
    },
    link: async (id) => ({ row: await rowOf(id), audit: await repository.auditLog(id, null, MAX_AUDIT_ENTRIES) }),
    async act(action, id, actor) {
      const row = await rowOf(id);
      await record(action, 'asked', id, actor);
      if (row.upstreamId === null || isBeingIssued(row)) {
        await record(action, `not done: the link is ${row.status}`, id, actor);
        return { row, done: false };
      }
      try {
        const outcome = await apply(action, row);
        await record(action, outcome.done ? 'done' : `not done: the link is ${outcome.row.status}`, id, actor);
        return outcome;
      } catch (error) {
        await record(action, error instanceof GatewayError ? `MyTPE: ${error.failure}` : 'failed', id, actor);
        throw error instanceof GatewayError ? gatewayProblem(error) : error;
      }
    },
    async audit(before, limit) {
      const rows = await repository.auditLog(null, before, limit + 1);
      const items = rows.slice(0, limit);
      return { items, next: rows.length > limit ? items.at(-1)!.id : null };
    },
  };
}

/** Returns the position of a row in the order of the list. */
function positionOf({ by }: LinkFilter, row: LinkRow): ListPosition {
  return { at: by === 'paid' ? row.paidSeenAt! : row.createdAt, id: row.id };
}
