import { Readable } from 'node:stream';

import { LinkId } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { AdminService } from '../../admin/admin-service.ts';
import {
  type Actor,
  adminLink,
  AdminLink,
  adminLinkWithHistory,
  LINK_ACTIONS,
  type LinkAction,
} from '../../admin/admin-views.ts';
import type { LinkRow } from '../../domain/link.ts';
import { Problem } from '../../lib/problem.ts';
import {
  ALWAYS,
  forOperator,
  inPath,
  inQuery,
  json,
  plainProblem,
  problems,
  type RouteDoc,
  schemaRef,
  text,
  UPSTREAM,
} from '../../openapi/route-doc.ts';
import type { LinkFilter } from '../../repository/links.ts';
import { sendPlainProblem } from '../errors.ts';
import { sendPrivateJson } from '../request.ts';
import { cursor, limit, linkFilters, listCursor, parseListQuery, tableFormat } from './admin-query.ts';

type Cell = string | number | null;

/**
 * Yields the lines of a CSV table (RFC 4180), the column names first. Every cell is quoted.
 * @param columns the fields of a row, in the order of the columns.
 */
export async function* csvLines<Row extends { readonly [Name in keyof Row]: Cell }>(
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const row of rows) yield csvLine(columns.map((column) => row[column]));
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/**
 * Matches the position before a character that starts a formula: at the start of a cell, or after a separator inside it.
 * A spreadsheet may split at a separator other than the comma and then ignores the quotes. Spaces and quotes may precede.
 */
const FORMULA = /(^|[,;|\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])/g;

/** Quotes a cell. An apostrophe before each formula makes a spreadsheet read text, because visitors write some cells. */
export function csvCell(value: Cell): string {
  const text = typeof value === 'string' ? value.replaceAll(FORMULA, "$1$2'") : String(value ?? '');
  return `"${text.replaceAll('"', '""')}"`;
}

const EXPORT_LIMIT = 100_000;
const COLUMNS = Object.keys(AdminLink.shape) as (keyof AdminLink)[];

type LinkRouteRequest = FastifyRequest<{ Params: { id: string } }>;

/**
 * `/admin/v1/links` and `/admin/v1/payments`: lists of links as JSON or CSV, one link with its history, and actions on it.
 * @param actor identifies the operator of a request in the audit log.
 */
export function adminLinkRoutes(
  app: FastifyInstance,
  service: AdminService,
  actor: (request: FastifyRequest) => Actor,
): void {
  async function list(request: FastifyRequest, reply: FastifyReply, by: LinkFilter['by']): Promise<FastifyReply> {
    const { filter, after, limit, format } = parseListQuery(by, request.query);
    if (format === 'csv') {
      const rows = await service.exportLinks(filter, EXPORT_LIMIT, actor(request));
      return sendTable(reply, by === 'paid' ? 'payments' : 'links', rows);
    }
    const { items, next } = await service.links(filter, after, limit);
    return sendPrivateJson(reply, { items: items.map(adminLink), next: next && listCursor(next) });
  }

  app.get('/admin/v1/links', { config: { doc: LIST_LINKS } }, async (request, reply) =>
    list(request, reply, 'created'),
  );
  app.get('/admin/v1/payments', { config: { doc: LIST_PAYMENTS } }, async (request, reply) =>
    list(request, reply, 'paid'),
  );

  app.get('/admin/v1/links/:id', { config: { doc: READ_LINK } }, async (request: LinkRouteRequest, reply) => {
    const { row, audit } = await service.link(linkId(request));
    return sendPrivateJson(reply, adminLinkWithHistory(row, audit));
  });

  for (const action of LINK_ACTIONS) {
    const doc = () => actionDoc(action);
    app.post(`/admin/v1/links/:id/${action}`, { config: { doc } }, async (request: LinkRouteRequest, reply) => {
      const { row, done } = await service.act(action, linkId(request), actor(request));
      if (done) return sendPrivateJson(reply, adminLink(row));
      const why = `MyTPE did not ${action} the link: it is ${row.status}.`;
      return sendPlainProblem(request, reply, 409, 'Conflict', why);
    });
  }
}

/** @throws Problem `link_not_found` for text that cannot be a link's id. */
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

const linkPage = (description: string) => ({
  description,
  content: { 'application/json': { schema: schemaRef('AdminLinkPage') }, 'text/csv': { schema: text } },
});
const idParameter = () => inPath('id', 'The link’s id.', schemaRef('LinkId'));

const LIST_LINKS = (): RouteDoc =>
  forOperator({
    operationId: 'listLinks',
    summary: 'List links, newest first',
    parameters: [
      ...linkFilters(),
      inQuery('status', 'Only links with this status.', { type: 'string', pattern: '^[\\w-]{1,40}$' }),
      inQuery('reference', 'Only links with this reference.', schemaRef('Reference')),
      cursor(),
      limit(),
      tableFormat(),
    ],
    responses: { 200: linkPage('A page of links.'), ...problems('validation_failed', ...ALWAYS) },
  });

const LIST_PAYMENTS = (): RouteDoc =>
  forOperator({
    operationId: 'listPayments',
    summary: 'List paid links, latest first',
    parameters: [...linkFilters(), cursor(), limit(), tableFormat()],
    responses: { 200: linkPage('A page of paid links.'), ...problems('validation_failed', ...ALWAYS) },
  });

const READ_LINK = (): RouteDoc =>
  forOperator({
    operationId: 'readLinkAsOperator',
    summary: 'Read a link with its history',
    parameters: [idParameter()],
    responses: {
      200: json('The link.', 'AdminLinkWithHistory'),
      ...problems('validation_failed', 'link_not_found', ...ALWAYS),
    },
  });

const actionDoc = (action: LinkAction): RouteDoc =>
  forOperator({
    operationId: `${action}Link`,
    summary: `${action[0]!.toUpperCase()}${action.slice(1)} a link`,
    description: 'Sends the action to MyTPE, then reads the link back. The audit log records both.',
    parameters: [idParameter()],
    responses: {
      200: json('The link with its new status at MyTPE.', 'AdminLink'),
      409: plainProblem('The link’s status does not allow the action.'),
      ...problems('validation_failed', 'link_not_found', ...ALWAYS, ...UPSTREAM),
    },
  });
