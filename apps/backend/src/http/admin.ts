import { Readable } from 'node:stream';

import { LinkId } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Actor, AdminDesk } from '../admin/admin-desk.ts';
import { csvLines } from '../admin/csv.ts';
import { adminLink, adminLinkWithHistory, auditEntry } from '../admin/link-record.ts';
import { AdminLink, LINK_ACTIONS } from '../admin/views.ts';
import { Problem } from '../problem.ts';
import type { LinkFilter } from '../repository/link-list.ts';
import type { LinkRow } from '../repository/link-row.ts';
import { listCursor, parseAuditQuery, parseListQuery } from './admin-query.ts';
import { sendPlainProblem } from './plain-problem.ts';
import { sendPrivately } from './private-answer.ts';

const EXPORT_LIMIT = 100_000;
const COLUMNS = Object.keys(AdminLink.shape) as (keyof AdminLink)[];

type LinkRequest = FastifyRequest<{ Params: { id: string } }>;

/** `/admin/v1`: what was issued and paid, and what may be done about it. @param operator fingerprint of the token. */
export function adminRoutes(app: FastifyInstance, desk: AdminDesk, operator: string): void {
  const actor = ({ id }: FastifyRequest): Actor => ({ name: operator, requestId: id });

  async function list(request: FastifyRequest, reply: FastifyReply, by: LinkFilter['by']): Promise<FastifyReply> {
    const { filter, after, limit, format } = parseListQuery(by, request.query);
    if (format === 'csv') {
      const rows = await desk.exportLinks(filter, EXPORT_LIMIT, actor(request));
      return sendTable(reply, by === 'paid' ? 'payments' : 'links', rows);
    }
    const { items, next } = await desk.links(filter, after, limit);
    return sendPrivately(reply, { items: items.map(adminLink), next: next && listCursor(next) });
  }

  app.get('/admin/v1/links', async (request, reply) => list(request, reply, 'created'));
  app.get('/admin/v1/payments', async (request, reply) => list(request, reply, 'paid'));

  app.get('/admin/v1/links/:id', async (request: LinkRequest, reply) => {
    const { row, audit } = await desk.link(linkId(request));
    return sendPrivately(reply, adminLinkWithHistory(row, audit));
  });

  for (const action of LINK_ACTIONS)
    app.post(`/admin/v1/links/:id/${action}`, async (request: LinkRequest, reply) => {
      const { row, done } = await desk.act(action, linkId(request), actor(request));
      if (done) return sendPrivately(reply, adminLink(row));
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
    return sendPrivately(reply, { items: items.map(auditEntry), next: next && String(next) });
  });
}

/** @throws Problem `link_not_found` for what can be no link's id. */
function linkId({ params }: LinkRequest): string {
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
