import type { EventType } from '../repository/outbox.ts';
import { type Operation, type Parameter, text } from './operation.ts';
import { type SchemaName, schemaRef } from './schemas.ts';

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

const sent = (operationId: string, summary: string, schema: SchemaName): { readonly post: Operation } => ({
  post: {
    operationId,
    tags: ['Webhooks'],
    summary,
    parameters: SIGNED,
    requestBody: { required: true, content: { 'application/json': { schema: schemaRef(schema) } } },
    responses: {
      '2XX': { description: 'Taken. The body is not read.' },
      410: { description: 'Not wanted any more: it is given up at once.' },
      default: { description: 'It is sent again later, ten times in three days; `Retry-After` is heeded.' },
    },
  },
});

/** What the merchant's server is sent. */
export const MERCHANT_WEBHOOKS: Readonly<Record<EventType, { readonly post: Operation }>> = {
  'link.paid': sent('linkPaid', 'A link was paid', 'LinkPaidEvent'),
  'link.closed': sent('linkClosed', 'A link can be paid no more', 'LinkClosedEvent'),
};
