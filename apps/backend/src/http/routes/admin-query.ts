import { LinkId, OfferId, Reference, Timestamp } from '@mytpe-pay/contract';
import { z } from 'zod';

import { Problem } from '../../lib/problem.ts';
import { inQuery, schemaRef } from '../../openapi/route-doc.ts';
import type { LinkFilter, ListPosition } from '../../repository/links.ts';
import { DELIVERY_STATES, type DeliveryState } from '../../repository/outbox.ts';
import { validated } from '../request.ts';

const moment = Timestamp.transform((text) => Date.parse(text)).optional();
const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number('must be a whole number').int().min(1).max(200).default(50),
});
const PaymentsQuery = PageQuery.extend({
  offer: OfferId.optional(),
  from: moment,
  until: moment,
  format: z.enum(['json', 'csv']).default('json'),
});
const LinksQuery = PaymentsQuery.extend({
  // A status of MyTPE or of the backend. Databases do not accept every text.
  status: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'must be a status, like `active`')
    .optional(),
  reference: Reference.optional(),
});
const DeliveriesQuery = PageQuery.extend({ status: z.enum(DELIVERY_STATES).optional() });

/** The documentation of these queries. */
export const linkFilters = () => [
  inQuery('offer', 'Only links of this offer.', schemaRef('OfferId')),
  inQuery('from', 'Only links from this time on.', schemaRef('Timestamp')),
  inQuery('until', 'Only links before this time.', schemaRef('Timestamp')),
];
export const cursor = () => inQuery('cursor', '`next` of the previous page.');
export const limit = () =>
  inQuery('limit', 'Items per page.', { type: 'integer', minimum: 1, maximum: 200, default: 50 });
export const tableFormat = () =>
  inQuery('format', '`csv` returns the whole list as one table of at most 100,000 rows.', {
    type: 'string',
    enum: ['json', 'csv'],
  });

/** The parsed query of a list of links. */
export interface ListRequest {
  readonly filter: LinkFilter;
  readonly after: ListPosition | null;
  readonly limit: number;
  readonly format: 'json' | 'csv';
}

/** Parses the query of a list of links. @throws Problem `validation_failed` */
export function parseListQuery(by: LinkFilter['by'], query: unknown): ListRequest {
  const given: z.output<typeof LinksQuery> = validated(by === 'paid' ? PaymentsQuery : LinksQuery, query);
  const { offer = null, status = null, reference = null, from = null, until = null, cursor, limit, format } = given;
  const after = cursor === undefined ? null : parseCursor(cursor);
  return { filter: { by, offer, status, reference, from, until }, after, limit, format };
}

/** Parses the query of the audit log. @throws Problem `validation_failed` */
export function parseAuditQuery(query: unknown): { readonly before: number | null; readonly limit: number } {
  const { cursor, limit } = validated(PageQuery, query);
  return { before: parsePosition(cursor), limit };
}

/** Parses the query of the list of deliveries. @throws Problem `validation_failed` */
export function parseDeliveriesQuery(query: unknown): {
  readonly status: DeliveryState | null;
  readonly before: number | null;
  readonly limit: number;
} {
  const { status = null, cursor, limit } = validated(DeliveriesQuery, query);
  return { status, before: parsePosition(cursor), limit };
}

function parsePosition(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw badCursor();
  return Number(cursor);
}

/** Returns the cursor of a list's next page, opaque to clients. */
export function listCursor({ at, id }: ListPosition): string {
  return Buffer.from(`${at}.${id}`).toString('base64url');
}

function parseCursor(cursor: string): ListPosition {
  const [, at, id] = /^(\d{1,15})\.(.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || !LinkId.safeParse(id).success) throw badCursor();
  return { at: Number(at), id: id! };
}

function badCursor(): Problem {
  return new Problem('validation_failed', { errors: [{ path: 'cursor', message: 'must be `next` of another page' }] });
}
