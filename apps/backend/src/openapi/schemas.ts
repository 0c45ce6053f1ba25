import {
  CreateLinkRequest,
  IdempotencyKey,
  LinkId,
  LinkView,
  Money,
  OfferId,
  OfferView,
  Problem,
  QrCodeView,
  Reference,
  ResolveOfferRequest,
  Timestamp,
} from '@mytpe-pay/contract';
import { z } from 'zod';

import {
  AdminLink,
  AdminLinkPage,
  AdminLinkWithHistory,
  AuditEntry,
  AuditPage,
  OfferToSign,
  SignedOfferToken,
} from '../admin/admin-views.ts';
import { AdminDelivery, DeliveryPage } from '../admin/delivery-service.ts';
import { LinkClosedEvent, LinkPaidEvent } from '../webhooks/outbox-message.ts';

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const NAMED = {
  Money,
  Timestamp,
  OfferId,
  LinkId,
  Reference,
  IdempotencyKey,
  OfferView,
  LinkView,
  QrCodeView,
  CreateLinkRequest,
  ResolveOfferRequest,
  Problem,
  LinkPaidEvent,
  LinkClosedEvent,
};
const NAMED_FOR_OPERATORS = {
  AdminLink,
  AdminLinkPage,
  AdminLinkWithHistory,
  AuditEntry,
  AuditPage,
  OfferToSign,
  SignedOfferToken,
  AdminDelivery,
  DeliveryPage,
};

export type SchemaName = keyof typeof NAMED | keyof typeof NAMED_FOR_OPERATORS;

/**
 * Converts the zod schemas of requests and responses to the document's components.
 * @param forOperators `true` adds the schemas of `/admin/v1`.
 */
export function componentSchemas(forOperators: boolean): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  const named = { ...NAMED, ...(forOperators && NAMED_FOR_OPERATORS) };
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // `format` and `type` already state these.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  const bare = Object.entries(schemas).map(([name, { $id: _id, $schema: _dialect, ...schema }]) => [name, schema]);
  const components = Object.fromEntries(bare) as Record<string, JsonSchema>;
  // zod cannot convert the schema's refinement, but JSON Schema can express it.
  const either = { oneOf: [{ required: ['offer'] }, { required: ['offer_token'] }] };
  return { ...components, CreateLinkRequest: { ...components['CreateLinkRequest'], ...either } };
}
