import { z } from 'zod';

import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import { soft } from '../wire/soft-shape.ts';
import type { ExtWebhookEvent } from '../webhooks/events.ts';

/** Who is told about what. An absent field was not included in the answer; `null` means empty. */
export const WebhookSubscription = z.object({
  id: Id,
  url: z.string().nullish(),
  description: z.string().nullish(),
  /** Empty: all of them. */
  events: z.array(openEnum<ExtWebhookEvent>()).nullish(),
  is_active: z.boolean().nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type WebhookSubscription = z.output<typeof WebhookSubscription>;

/** Of a secret MyTPE says that it is in an answer, and not where. */
const Secret = soft(z.string().min(1));

/** The answer to a create: the one time that the secret is shown. */
export const CreatedSubscription = z
  .object({ data: WebhookSubscription.extend({ secret: Secret }), secret: Secret })
  .transform(({ data, secret }) => ({ ...data, secret: data.secret ?? secret }));

/** A subscription with its signing secret, `whsec_…`: use it whole. `undefined` when MyTPE did not show it. */
export type CreatedSubscription = z.output<typeof CreatedSubscription>;

/** The answer to a rotation. */
export const RotatedSecret = z
  .object({ data: soft(z.object({ secret: Secret })), secret: Secret })
  .transform((answer, context): { readonly secret: string } => {
    const secret = answer.data?.secret ?? answer.secret;
    if (secret !== undefined) return { secret };
    context.issues.push({ code: 'custom', path: ['data', 'secret'], message: 'must be the new secret', input: null });
    return z.NEVER;
  });
