import type { EventType } from '../repository/outgoing-event.ts';
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
  header('webhook-id', 'The same for each try of an event: whoever has seen it is done.'),
  header('webhook-timestamp', 'When this try was made, seconds since 1970.'),
  header('webhook-signature', '`v1,` and the HMAC-SHA256 of id, timestamp and body, in base64; several, by spaces.'),
];

const sent = (operationId: string, summary: string, schema: SchemaName): RouteDoc => ({
  operationId,
  tag: 'Webhooks',
  summary,
  parameters: SIGNED,
  requestBody: jsonBody(schema),
  responses: {
    '2XX': { description: 'Taken. The body is not read.' },
    410: { description: 'Not wanted any more: it is given up at once.' },
    default: { description: 'It is sent again later, ten times in three days; `Retry-After` is heeded.' },
  },
});

/** The requests that the backend sends to the merchant's server, by event type. */
export const MERCHANT_WEBHOOKS: Readonly<Record<EventType, RouteDoc>> = {
  'link.paid': sent('linkPaid', 'A link was paid', 'LinkPaidEvent'),
  'link.closed': sent('linkClosed', 'A link can be paid no more', 'LinkClosedEvent'),
};
