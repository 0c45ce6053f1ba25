import { z } from 'zod';

import { Solution } from './challenge.ts';
import { Money, OfferId, Reference } from './fields.ts';

/** The longest signed offer, in characters of compact JWS: 8 KiB. */
export const MAX_OFFER_TOKEN_CHARACTERS = 8192;

const OfferToken = z.string().min(1).max(MAX_OFFER_TOKEN_CHARACTERS);

/**
 * Body of `POST /v1/links`. Unknown fields are refused: the browser chooses no price, title or destination. `solution` is
 * sent only in response to `challenge_required`, with the other fields and the `Idempotency-Key` unchanged.
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

/** `POST /v1/offers/resolve`. The token travels in the body because URLs end up in logs. */
export const ResolveOfferRequest = z.strictObject({ offer_token: OfferToken });
export type ResolveOfferRequest = z.infer<typeof ResolveOfferRequest>;
