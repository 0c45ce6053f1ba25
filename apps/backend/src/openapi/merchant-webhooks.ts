import type { EventType } from '../repository/outbox.ts';
import { jsonBody, type Parameter, type RouteDoc, text } from './route-doc.ts';
import type { SchemaName } from './schemas.ts';

const header = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: text,
});

const SIGNED = [
  header('webhook-id', 'The event’s id, the same for every attempt. Ignore an event that you have already processed.'),
  header('webhook-timestamp', 'The time of this attempt, in seconds since 1970.'),
  header(
    'webhook-signature',
    '`v1,` followed by the HMAC-SHA256 of id, timestamp and body in base64. Several signatures are separated by spaces.',
  ),
];

const sent = (operationId: string, summary: string, schema: SchemaName): RouteDoc => ({
  operationId,
  tag: 'Webhooks',
  summary,
  parameters: SIGNED,
  requestBody: jsonBody(schema),
  responses: {
    '2XX': { description: 'Accepted. The backend does not read the body.' },
    410: { description: 'Rejected permanently. The backend does not retry.' },
    default: {
      description: 'The backend retries, with at most ten attempts in three days, and respects `Retry-After`.',
    },
  },
});

/** The requests that the backend sends to the merchant's server, by event type. */
export const MERCHANT_WEBHOOKS: Readonly<Record<EventType, RouteDoc>> = {
  'link.paid': sent('linkPaid', 'A link was paid', 'LinkPaidEvent'),
  'link.closed': sent('linkClosed', 'A link can no longer be paid', 'LinkClosedEvent'),
};
