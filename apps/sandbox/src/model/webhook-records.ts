import { randomBytes } from 'node:crypto';

import { z } from 'zod';

import { EXT_EVENTS } from './events.ts';

const text = z.string();
const optionalText = text.nullable();

/** A subscription of an ext trader. An empty `events` means all events. */
export const Subscription = z.object({
  id: text,
  url: text,
  description: optionalText,
  events: z.array(z.enum(EXT_EVENTS)),
  is_active: z.boolean(),
  secret: text,
  created_at: text,
  updated_at: text,
});
export type Subscription = z.infer<typeof Subscription>;

/** One attempt to send a delivery. `status` is `null` without a response; `error` then gives the reason. */
const Attempt = z.object({
  at: text,
  url: text,
  status: z.int().nullable(),
  ms: z.int().nonnegative(),
  error: optionalText,
  /** The first characters of the receiver’s response. They often explain a refusal. */
  answer: text,
  /** The fault that was applied to the attempt. */
  fault: optionalText,
});
export type Attempt = z.infer<typeof Attempt>;

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'dropped'] as const;

/** One event for one receiver. `body` is the exact text that every attempt signs and sends. */
export const Delivery = z.object({
  id: text,
  api: z.enum(['ext', 'v2']),
  /** The id of the subscription, or of the instance for v2. */
  target_id: text,
  event: text,
  body: text,
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.array(Attempt),
  /** The attempts left in this round. */
  tries_left: z.int().nonnegative(),
  next_attempt_at: optionalText,
  /** `true` if the fault of the next attempt is already chosen. */
  is_settled: z.boolean(),
  /** `true` while the delivery waits for a later delivery to the same receiver to overtake it. */
  is_held: z.boolean(),
  created_at: text,
});
export type Delivery = z.infer<typeof Delivery>;

/** Creates a secret in the documented format: a prefix and 48 hex digits. */
export function createSecret(): string {
  return `whsec_${randomBytes(24).toString('hex')}`;
}
