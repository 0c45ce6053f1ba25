import { Readable } from 'node:stream';

import { LinkId } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { LinkRow } from '../../domain/link.ts';
import type { AdminService } from '../../admin/admin-service.ts';
import {
  adminLink,
  AdminLink,
  adminLinkWithHistory,
  auditEntry,
  LINK_ACTIONS,
  type Actor,
} from '../../admin/admin-views.ts';
import { csvLines } from '../../lib/csv.ts';
import { adminDelivery, type DeliveryService } from '../../admin/delivery-service.ts';
import { Problem } from '../../lib/problem.ts';
import type { LinkFilter } from '../../repository/links.ts';
import { listCursor, parseAuditQuery, parseDeliveriesQuery, parseListQuery } from '../admin-query.ts';
import { sendPlainProblem } from '../errors.ts';
import { sendPrivateJson } from '../request.ts';

const EXPORT_LIMIT = 100_000;
const COLUMNS = Object.keys(AdminLink.shape) as (keyof AdminLink)[];

type LinkRouteRequest = FastifyRequest<{ Params: { id: string } }>;

/** `/admin/v1`: what was issued and paid, and what may be done about it. @param operator fingerprint of the token. */
export function adminRoutes(app: FastifyInstance, desk: AdminService, operator: string): void {
  const actor = ({ id }: FastifyRequest): Actor => ({ name: operator, requestId: id });

  async function list(request: FastifyRequest, reply: FastifyReply, by: LinkFilter['by']): Promise<FastifyReply> {
    const { filter, after, limit, format } = parseListQuery(by, request.query);
    if (format === 'csv') {
      const rows = await desk.exportLinks(filter, EXPORT_LIMIT, actor(request));
      return sendTable(reply, by === 'paid' ? 'payments' : 'links', rows);
    }
    const { items, next } = await desk.links(filter, after, limit);
    return sendPrivateJson(reply, { items: items.map(adminLink), next: next && listCursor(next) });
  }

  app.get('/admin/v1/links', async (request, reply) => list(request, reply, 'created'));
  app.get('/admin/v1/payments', async (request, reply) => list(request, reply, 'paid'));

  app.get('/admin/v1/links/:id', async (request: LinkRouteRequest, reply) => {
    const { row, audit } = await desk.link(linkId(request));
    return sendPrivateJson(reply, adminLinkWithHistory(row, audit));
  });

  for (const action of LINK_ACTIONS)
    app.post(`/admin/v1/links/:id/${action}`, async (request: LinkRouteRequest, reply) => {
      const { row, done } = await desk.act(action, linkId(request), actor(request));
      if (done) return sendPrivateJson(reply, adminLink(row));
      return sendPlainProblem(
        request,
        reply,
        409,
        'Conflict',
        `MyTPE did not ${action} the link: it is ${row.status}.`,
      );
    });

  app.get('/admin/v1/audit', async (request, reply) => {
    const { before, limit } = parseAuditQuery(request.query);
    const { items, next } = await desk.audit(before, limit);
    return sendPrivateJson(reply, { items: items.map(auditEntry), next: next && String(next) });
  });
}

/** @throws Problem `link_not_found` for what can be no link's id. */
function linkId({ params }: LinkRouteRequest): string {
  if (!LinkId.safeParse(params.id).success) throw new Problem('link_not_found');
  return params.id;
}

async function* adminLinks(rows: AsyncIterable<LinkRow>): AsyncGenerator<AdminLink> {
  for await (const row of rows) yield adminLink(row);
}

function sendTable(reply: FastifyReply, name: string, rows: AsyncIterable<LinkRow>): FastifyReply {
  return reply
    .headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .send(Readable.from(csvLines(COLUMNS, adminLinks(rows))));
}

/** As they are made; not every database takes any text for one. */
const EVENT_ID = /^msg_[\w-]{22}$/;

type ReplayRequest = FastifyRequest<{ Params: { id: string } }>;

/** `/admin/v1/deliveries`: what the merchant's server was told, or could not be. */
export function deliveryRoutes(
  app: FastifyInstance,
  desk: DeliveryService,
  actor: (request: FastifyRequest) => Actor,
): void {
  app.get('/admin/v1/deliveries', async (request, reply) => {
    const { status, before, limit } = parseDeliveriesQuery(request.query);
    const { items, next } = await desk.deliveries(status, before, limit);
    return sendPrivateJson(reply, { items: items.map(adminDelivery), next: next && String(next) });
  });

  app.post('/admin/v1/deliveries/:id/replay', async (request: ReplayRequest, reply) => {
    const { id } = request.params;
    const replayed = EVENT_ID.test(id) ? await desk.replay(id, actor(request)) : null;
    if (!replayed) return sendPlainProblem(request, reply, 404, 'Not Found', 'There is no delivery of this id.');
    if (replayed.done) return sendPrivateJson(reply, adminDelivery(replayed.event));
    const why = 'It is being sent, or waits for an earlier event of its link.';
    return sendPlainProblem(request, reply, 409, 'Conflict', why);
  });
}
