import { z } from 'zod';

import type { ExtWebhookEvent } from '../webhooks/events.ts';
import { Id, type Open, Timestamp, openEnum } from '../wire/fields.ts';
import { isReceiver, receiverRule } from '../wire/input-fields.ts';
import { soft } from '../wire/soft-shape.ts';

/**
 * A subscription: a URL, and the events that MyTPE sends to it. An absent field was not in the response. `null` means
 * empty.
 */
export const WebhookSubscription = z.object({
  id: Id,
  url: z.string().nullish(),
  description: z.string().nullish(),
  /** Empty means all events. */
  events: z.array(openEnum<ExtWebhookEvent>()).nullish(),
  is_active: z.boolean().nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type WebhookSubscription = z.output<typeof WebhookSubscription>;

/** MyTPE documents that a response contains the secret, but not where. */
const Secret = soft(z.string().min(1));

/** The response to a create. Only this response contains the secret. */
export const CreatedSubscription = z
  .object({ data: WebhookSubscription.extend({ secret: Secret }), secret: Secret })
  .transform(({ data, secret }) => ({ ...data, secret: data.secret ?? secret }));

/**
 * A subscription with its signing secret, `whsec_…`. Use the secret with its prefix. `undefined` if the response did
 * not contain it.
 */
export type CreatedSubscription = z.output<typeof CreatedSubscription>;

/** The response to a new secret. */
export const RotatedSecret = z
  .object({ data: soft(z.object({ secret: Secret })), secret: Secret })
  .transform((response, context): { readonly secret: string } => {
    const secret = response.data?.secret ?? response.secret;
    if (secret !== undefined) return { secret };
    context.issues.push({ code: 'custom', path: ['data', 'secret'], message: 'must be the new secret', input: null });
    return z.NEVER;
  });

const EventName = z
  .string()
  .regex(/^[\w.-]{1,100}$/, 'must each be the name of an event, like transaction.paid')
  .transform((name): Open<ExtWebhookEvent> => name);

const Fields = z.strictObject({
  url: z.string().max(2_048),
  description: z.string().max(10_000).nullable().optional(),
  events: z.array(EventName).max(100).readonly().optional(),
  is_active: z.boolean().optional(),
});
const Changes = Fields.partial();

/** Returns the schemas of a create and of an update. `allowInsecure` permits plain http, to this machine only. */
export function subscriptionRules(allowInsecure: boolean) {
  const checkUrl = ({ url }: { readonly url?: string | undefined }, context: z.RefinementCtx) => {
    if (url === undefined || isReceiver(url, allowInsecure)) return;
    context.addIssue({ code: 'custom', path: ['url'], message: receiverRule(allowInsecure) });
  };
  return { create: Fields.superRefine(checkUrl), change: Changes.superRefine(checkUrl) };
}

/** A new subscription. `url` is sent unchanged. If `events` is absent or empty, MyTPE sends all events. */
export type SubscriptionInput = Omit<z.input<typeof Fields>, 'events'> & {
  readonly events?: readonly Open<ExtWebhookEvent>[] | undefined;
};

/** Changes to a subscription. `null` clears a field. Absent fields stay unchanged. */
export type SubscriptionChanges = Partial<SubscriptionInput>;
