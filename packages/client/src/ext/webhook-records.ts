import { z } from 'zod';

import { Count, type Open, Timestamp, openEnum } from '../wire/fields.ts';
import { AnyText, soft, softObject } from '../wire/soft-shape.ts';
import type { ExtWebhookEvent } from '../webhooks/events.ts';

const Attempts = z.union([Count, z.array(z.unknown()).transform(({ length }) => length)]);

/** A delivery to a subscription. MyTPE does not document its format. `raw` is the whole record. */
export const WebhookDeliveryRecord = softObject(
  {
    /** The id for `redeliver`. */
    id: AnyText,
    event: soft(openEnum<ExtWebhookEvent>()),
    status: soft(AnyText),
    /** The HTTP status of the receiver's response. */
    status_code: soft(Count),
    /** The number of attempts. */
    attempts: soft(Attempts),
    created_at: soft(Timestamp),
  },
  {
    id: ['delivery_id', 'uuid'],
    event: ['event_type', 'type'],
    status_code: ['response_status', 'response_code', 'http_status', 'status'],
    attempts: ['attempt', 'attempt_count', 'attempts_count'],
    created_at: ['sent_at', 'attempted_at'],
  },
);
export type WebhookDeliveryRecord = z.output<typeof WebhookDeliveryRecord>;

const NAME_KEYS = ['event', 'name', 'type', 'key', 'value', 'id'] as const;

/**
 * The names of the available events. MyTPE does not document the format. Accepts strings or objects, with or without
 * `data`.
 */
export const EventNames = z.unknown().transform((response, context): Open<ExtWebhookEvent>[] => {
  const list = listIn(response);
  if (list !== undefined) return list.flatMap((item) => nameOf(item) ?? []);
  context.issues.push({ code: 'custom', path: ['data'], message: 'must be a list of events', input: null });
  return z.NEVER;
});

function listIn(response: unknown): unknown[] | undefined {
  if (Array.isArray(response)) return response;
  const { data, events } = membersOf(response);
  if (data === undefined) return Array.isArray(events) ? events : undefined;
  const inner = listIn(data);
  if (inner !== undefined) return inner;
  const keys = Object.keys(membersOf(data));
  return keys.length > 0 && keys.every((key) => key.includes('.')) ? keys : undefined;
}

function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  const members = membersOf(item);
  const names = NAME_KEYS.map((name) => members[name]);
  return names.find((name) => typeof name === 'string');
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
