import { z } from 'zod';

import { EXT_EVENTS, type ExtEvent } from '../model/events.ts';
import { receiverKind } from '../webhooks/targets.ts';
import { type FieldErrors, invalidFields } from './problem.ts';

const MAX_DESCRIPTION = 255;

const Events = z
  .array(z.enum(EXT_EVENTS, `An event must be one of: ${EXT_EVENTS.join(', ')}.`), 'The events must be a list.')
  .max(100, 'The events have at most 100 entries.')
  .transform((events): ExtEvent[] => [...new Set(events)]);

const Fields = z.object({
  url: z
    .string('The url is required and must be text.')
    .refine((url) => receiverKind(url) !== null, 'The url must be an https address of at most 2000 characters.'),
  description: z
    .string('The description must be text or null.')
    .max(MAX_DESCRIPTION, `The description has at most ${MAX_DESCRIPTION} characters.`)
    .nullable()
    .default(null),
  events: Events.default(() => []),
  is_active: z.boolean('The is_active must be true or false.').default(true),
});
export type SubscriptionFields = z.infer<typeof Fields>;

const Changes = z.object({
  url: Fields.shape.url.optional(),
  description: Fields.shape.description.unwrap().optional(),
  events: Events.optional(),
  is_active: Fields.shape.is_active.unwrap().optional(),
});

/** Parses the body of a new subscription. Throws the API’s 422. */
export function parseSubscription(body: unknown): SubscriptionFields {
  return parse(Fields, body);
}

/** Parses the fields of a PATCH. The other fields stay. Throws the API’s 422. */
export function parseSubscriptionChanges(body: unknown): Partial<SubscriptionFields> {
  const changes = parse(Changes, body);
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function parse<Parsed>(schema: z.ZodType<Parsed>, body: unknown): Parsed {
  const result = schema.safeParse(typeof body === 'object' && body !== null ? body : {});
  if (result.success) return result.data;
  const errors: FieldErrors = {};
  for (const { path, message } of result.error.issues) (errors[path.join('.')] ??= []).push(message);
  throw invalidFields(errors);
}
