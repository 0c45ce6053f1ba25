import { randomBytes } from 'node:crypto';

import { z } from 'zod';

import { EXT_EVENTS } from './events.ts';

const text = z.string();
const optionalText = text.nullable();

/** Where a trader of the ext API wants to be told. An empty `events` means all of them. */
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

/** One try to hand a delivery over. `status` is `null` when no answer came; then `error` says why. */
const Attempt = z.object({
  at: text,
  url: text,
  status: z.int().nullable(),
  ms: z.int().nonnegative(),
  error: optionalText,
  /** The beginning of the receiver's answer, for whoever wonders why it refused. */
  answer: text,
  /** The fault that was played on it. */
  fault: optionalText,
});
export type Attempt = z.infer<typeof Attempt>;

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'dropped'] as const;

/** One event on its way to one receiver. `body` is the very text that is signed and sent, on every attempt. */
export const Delivery = z.object({
  id: text,
  api: z.enum(['ext', 'v2']),
  /** The subscription; for v2, the instance. */
  target_id: text,
  event: text,
  body: text,
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.array(Attempt),
  /** Attempts still to be made in this round. */
  tries_left: z.int().nonnegative(),
  next_attempt_at: optionalText,
  /** A fault has had its say about the next attempt: it is not asked again. */
  is_settled: z.boolean(),
  /** Waits for a later delivery to the same receiver to overtake it. */
  is_held: z.boolean(),
  created_at: text,
});
export type Delivery = z.infer<typeof Delivery>;

/** The documented form: a prefix and 48 hex digits. */
export function createSecret(): string {
  return `whsec_${randomBytes(24).toString('hex')}`;
}
