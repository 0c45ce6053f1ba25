import { z } from 'zod';

import { Solution } from './challenge.ts';
import { Money, OfferId, Reference } from './fields.ts';

/** The maximum length of a signed offer as a compact JWS, in characters. */
export const MAX_OFFER_TOKEN_CHARACTERS = 8192;

const OfferToken = z.string().min(1).max(MAX_OFFER_TOKEN_CHARACTERS);

/**
 * The body of `POST /v1/links`. Rejects unknown fields, because the browser must not choose a price, title or
 * destination. Send `solution` only in response to `challenge_required`, and keep the other fields and the
 * `Idempotency-Key` unchanged.
 */
export const CreateLinkRequest = z
  .strictObject({
    offer: OfferId.optional(),
    offer_token: OfferToken.optional(),
    amount: Money.optional(),
    version: z.string().min(1).max(64).optional(),
    reference: Reference.optional(),
    solution: Solution.optional(),
  })
  .refine((body) => (body.offer === undefined) !== (body.offer_token === undefined), {
    path: ['offer'],
    message: 'exactly one of offer and offer_token is required',
  });
export type CreateLinkRequest = z.infer<typeof CreateLinkRequest>;

/** The body of `POST /v1/offers/resolve`. The token is in the body because servers log URLs. */
export const ResolveOfferRequest = z.strictObject({ offer_token: OfferToken });
export type ResolveOfferRequest = z.infer<typeof ResolveOfferRequest>;
