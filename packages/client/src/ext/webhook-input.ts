import { z } from 'zod';

import type { Open } from '../wire/fields.ts';
import { isReceiver, receiverRule } from '../wire/receiver-url.ts';
import type { ExtWebhookEvent } from '../webhooks/events.ts';

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

/** The rules of a create and of a change; plain http only where it is allowed, and only to this machine. */
export function subscriptionRules(allowInsecure: boolean) {
  const judge = ({ url }: { readonly url?: string | undefined }, context: z.RefinementCtx) => {
    if (url === undefined || isReceiver(url, allowInsecure)) return;
    context.addIssue({ code: 'custom', path: ['url'], message: receiverRule(allowInsecure) });
  };
  return { create: Fields.superRefine(judge), change: Changes.superRefine(judge) };
}

/** A new subscription. `url` is sent as given. Without `events`, or with none, it is told about all of them. */
export type SubscriptionInput = Omit<z.input<typeof Fields>, 'events'> & {
  readonly events?: readonly Open<ExtWebhookEvent>[] | undefined;
};

/** What shall change: `null` empties, whatever is absent stays. */
export type SubscriptionChanges = Partial<SubscriptionInput>;
