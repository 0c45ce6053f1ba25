import { z } from 'zod';

import { Count, type Open, Timestamp, openEnum } from '../wire/fields.ts';
import { AnyText, soft, softObject } from '../wire/soft-shape.ts';
import type { ExtWebhookEvent } from '../webhooks/events.ts';

const Attempts = z.union([Count, z.array(z.unknown()).transform(({ length }) => length)]);

/** What was sent to a subscription, and how it went. MyTPE does not document it: `raw` is all that came. */
export const WebhookDeliveryRecord = softObject(
  {
    /** What `redeliver` takes. */
    id: AnyText,
    event: soft(openEnum<ExtWebhookEvent>()),
    status: soft(AnyText),
    /** Of the receiver's HTTP answer. */
    status_code: soft(Count),
    /** How many. */
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

const NAMES_OF_A_NAME = ['event', 'name', 'type', 'key', 'value', 'id'] as const;

/** The names of the events there are, as texts or in objects, under `data` or not: MyTPE does not document it. */
export const EventNames = z.unknown().transform((answer, context): Open<ExtWebhookEvent>[] => {
  const list = listIn(answer);
  if (list !== undefined) return list.flatMap((item) => nameOf(item) ?? []);
  context.issues.push({ code: 'custom', path: ['data'], message: 'must be a list of events', input: null });
  return z.NEVER;
});

function listIn(answer: unknown): unknown[] | undefined {
  if (Array.isArray(answer)) return answer;
  const { data, events } = membersOf(answer);
  if (data === undefined) return Array.isArray(events) ? events : undefined;
  const inner = listIn(data);
  if (inner !== undefined) return inner;
  const keys = Object.keys(membersOf(data));
  return keys.length > 0 && keys.every((key) => key.includes('.')) ? keys : undefined;
}

function nameOf(item: unknown): string | undefined {
  if (typeof item === 'string') return item;
  const members = membersOf(item);
  const names = NAMES_OF_A_NAME.map((name) => members[name]);
  return names.find((name) => typeof name === 'string');
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
