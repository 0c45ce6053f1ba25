import { LINK_ACTIONS } from '../admin/admin-views.ts';
import { DELIVERY_STATES } from '../repository/outbox.ts';
import {
  inPath,
  inQuery,
  json,
  type Operation,
  type Operations,
  plainProblem,
  problems,
  text,
  typed,
} from './operation.ts';
import { schemaRef } from './schemas.ts';
import { lang } from './wire-operations.ts';

const OPERATOR = { security: [{ operator: [] }] } as const;
const unauthorized = { 401: plainProblem('The operator’s token is missing or wrong.') };

const filters = [
  inQuery('offer', 'Only links of this offer.', schemaRef('OfferId')),
  inQuery('from', 'Not before this moment.', schemaRef('Timestamp')),
  inQuery('until', 'Before this moment.', schemaRef('Timestamp')),
];
const cursor = inQuery('cursor', '`next` of the page before.');
const limit = inQuery('limit', 'Items of a page.', { type: 'integer', minimum: 1, maximum: 200, default: 50 });
const format = inQuery('format', '`csv`: the whole list as a table, without pages, at most 100,000 rows.', {
  type: 'string',
  enum: ['json', 'csv'],
});
const page = (description: string) => ({
  description,
  content: { 'application/json': { schema: schemaRef('AdminLinkPage') }, 'text/csv': { schema: text } },
});
const linkId = inPath('id', 'The link’s id.', schemaRef('LinkId'));
const REFUSED = { ...unauthorized, ...problems('validation_failed', 'rate_limited', 'internal') };

const act = (action: (typeof LINK_ACTIONS)[number]): Operation => ({
  operationId: `${action}Link`,
  tags: ['Administration'],
  summary: `Have MyTPE ${action} a link`,
  description: 'Done at MyTPE, then read back; both are in the audit log.',
  ...OPERATOR,
  parameters: [linkId],
  responses: {
    200: json('The link, as MyTPE now tells it.', 'AdminLink'),
    409: plainProblem('MyTPE did not: the link is not in a state that allows it.'),
    ...unauthorized,
    ...problems(
      'validation_failed',
      'link_not_found',
      'rate_limited',
      'internal',
      'upstream_rejected',
      'upstream_unavailable',
      'misconfigured',
    ),
  },
});

/** What only the operator may. Without `ADMIN_TOKEN` none of it exists. */
export const ADMIN_OPERATIONS: Operations = {
  '/metrics': {
    get: {
      operationId: 'metrics',
      tags: ['Administration'],
      summary: 'Metrics for Prometheus',
      ...OPERATOR,
      responses: { 200: typed('The text format.', 'text/plain'), ...unauthorized, ...problems('rate_limited') },
    },
  },
  '/admin/v1/links': {
    get: {
      operationId: 'listLinks',
      tags: ['Administration'],
      summary: 'Links that were issued, the newest first',
      ...OPERATOR,
      parameters: [
        ...filters,
        inQuery('status', 'Only links of this status.', { type: 'string', pattern: '^[\\w-]{1,40}$' }),
        inQuery('reference', 'Only links that carry this reference.', schemaRef('Reference')),
        cursor,
        limit,
        format,
      ],
      responses: { 200: page('A page of links.'), ...REFUSED },
    },
  },
  '/admin/v1/payments': {
    get: {
      operationId: 'listPayments',
      tags: ['Administration'],
      summary: 'Links that were seen paid, the latest first',
      ...OPERATOR,
      parameters: [...filters, cursor, limit, format],
      responses: { 200: page('A page of paid links.'), ...REFUSED },
    },
  },
  '/admin/v1/links/{id}': {
    get: {
      operationId: 'readLinkAsOperator',
      tags: ['Administration'],
      summary: 'One link with its history',
      ...OPERATOR,
      parameters: [linkId],
      responses: { 200: json('The link.', 'AdminLinkWithHistory'), ...REFUSED, ...problems('link_not_found') },
    },
  },
  ...Object.fromEntries(LINK_ACTIONS.map((action) => [`/admin/v1/links/{id}/${action}`, { post: act(action) }])),
  '/admin/v1/offer-tokens': {
    post: {
      operationId: 'signOffer',
      tags: ['Administration'],
      summary: 'Sign an offer, and get what to paste',
      description:
        'Signed with the first HS256 key of `OFFER_TOKEN_KEYS`, and checked as a page’s token is. It is in the audit log, without the token.',
      ...OPERATOR,
      parameters: [lang],
      requestBody: { required: true, content: { 'application/json': { schema: schemaRef('OfferToSign') } } },
      responses: {
        201: json('The token.', 'SignedOfferToken'),
        409: plainProblem('There is no key to sign with.'),
        ...REFUSED,
      },
    },
  },
  '/admin/v1/deliveries': {
    get: {
      operationId: 'listDeliveries',
      tags: ['Administration'],
      summary: 'Webhooks to the merchant’s server, the latest first',
      description: 'What was delivered is kept for 30 days, what was given up for good.',
      ...OPERATOR,
      parameters: [
        inQuery('status', 'Only those that stand so.', { type: 'string', enum: DELIVERY_STATES }),
        cursor,
        limit,
      ],
      responses: { 200: json('A page of deliveries.', 'DeliveryPage'), ...REFUSED },
    },
  },
  '/admin/v1/deliveries/{id}/replay': {
    post: {
      operationId: 'replayDelivery',
      tags: ['Administration'],
      summary: 'Have a webhook sent again',
      description:
        'Under the same `webhook-id`, from the first try on. One that waits for its next try is sent at once. It is in the audit log.',
      ...OPERATOR,
      parameters: [inPath('id', 'The delivery’s id.', text)],
      responses: {
        200: json('It will be sent.', 'AdminDelivery'),
        404: plainProblem('There is no delivery of this id.'),
        409: plainProblem('It is being sent, or waits for an earlier event of its link.'),
        ...unauthorized,
        ...problems('validation_failed', 'rate_limited', 'internal'),
      },
    },
  },
  '/admin/v1/audit': {
    get: {
      operationId: 'readAudit',
      tags: ['Administration'],
      summary: 'What operators did, the latest first',
      ...OPERATOR,
      parameters: [cursor, limit],
      responses: { 200: json('A page of the log.', 'AuditPage'), ...REFUSED },
    },
  },
};
