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

/** What operators may see and have done. All methods throw `Problem` for what they can be told. */
export interface AdminService {
  links(filter: LinkFilter, after: ListPosition | null, limit: number): Promise<Page<LinkRow, ListPosition>>;
  /** Every link of the list, at most `limit`; noted in the audit log. */
  exportLinks(filter: LinkFilter, limit: number, actor: Actor): Promise<AsyncIterable<LinkRow>>;
  /** @throws Problem `link_not_found` */
  link(id: string): Promise<{ readonly row: LinkRow; readonly audit: readonly AuditRow[] }>;
  /**
   * Has MyTPE change a link and reads it back; noted before and after.
   * @returns whether MyTPE did it. @throws Problem `link_not_found`, and what a MyTPE that does not answer leads to.
   */
  act(action: LinkAction, id: string, actor: Actor): Promise<{ readonly row: LinkRow; readonly done: boolean }>;
  audit(before: number | null, limit: number): Promise<Page<AuditRow, number>>;
}

export interface AdminServiceOptions {
  readonly repository: Repository;
  readonly gateway: Gateway;
  readonly poller: Poller;
  readonly clock: Clock;
}

/** A MyTPE that cannot archive pauses instead. */
const LEADS_TO: Readonly<Record<LinkAction, readonly string[]>> = {
  pause: ['paused'],
  resume: ['active'],
  archive: ['archived', 'paused'],
};
const HISTORY = 100;
const EXPORT_BATCH = 500;

export function createAdminService({ repository, gateway, poller, clock }: AdminServiceOptions): AdminService {
  const { baseUrl } = gateway;
  const note = (
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

  /** The row as MyTPE tells it after the action, and whether that is what was wanted. */
  async function applied(action: LinkAction, row: LinkRow): Promise<{ row: LinkRow; done: boolean }> {
    let accepted = true;
    try {
      await withLease({ repository, clock, gateway }, row.id, () => gateway[action](row.upstreamId!));
    } catch (error) {
      // A link that was refused, or that somebody moved back, is read: its status decides.
      if (!(error instanceof GatewayError)) throw error;
      if (error.failure !== 'rejected' && !isNotApplied(error)) throw error;
      accepted = error.failure !== 'rejected';
    }
    const current = await poller.read(row);
    return { row: current, done: accepted && LEADS_TO[action].includes(current.status) };
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
      await note(filter.by === 'paid' ? 'export_payments' : 'export_links', 'asked', null, actor);
      return each(filter, limit);
    },
    link: async (id) => ({ row: await rowOf(id), audit: await repository.auditLog(id, null, HISTORY) }),
    async act(action, id, actor) {
      const row = await rowOf(id);
      await note(action, 'asked', id, actor);
      if (row.upstreamId === null || isBeingIssued(row)) {
        await note(action, `not done: the link is ${row.status}`, id, actor);
        return { row, done: false };
      }
      try {
        const outcome = await applied(action, row);
        await note(action, outcome.done ? 'done' : `not done: the link is ${outcome.row.status}`, id, actor);
        return outcome;
      } catch (error) {
        await note(action, error instanceof GatewayError ? `MyTPE: ${error.failure}` : 'failed', id, actor);
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

function positionOf({ by }: LinkFilter, row: LinkRow): ListPosition {
  return { at: by === 'paid' ? row.paidSeenAt! : row.createdAt, id: row.id };
}
