import { parseOffer } from '../api/parse.ts';
import { type Backend, PayError, request } from '../api/request.ts';
import type { OfferView } from '../api/types.ts';
import type { OfferToken } from './pay-state.ts';

/** A signed offer as the backend returned it, with the token that it accepted. */
export interface SignedOffer {
  readonly token: string;
  readonly offer: OfferView;
}

/** Three base64url segments: the compact serialisation of RFC 7515. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * `true` if the source can be a signed offer. A template may write a function's source into the attribute, which the element
 * never sends.
 */
export function isOfferToken(source: OfferToken | null): source is OfferToken {
  return typeof source === 'function' || JWT.test(source ?? '');
}

/**
 * Sends a signed offer to the backend, which returns its view. Calls a function again if its token has expired.
 * @throws PayError `offer_token_invalid`, without a request, if the token is not a JWT. Otherwise the backend's error.
 */
export async function resolveOffer(backend: Backend, source: OfferToken): Promise<SignedOffer> {
  const resolve = async (): Promise<SignedOffer> => {
    const token = typeof source === 'string' ? source : await source();
    if (!isOfferToken(token)) throw new PayError('offer_token_invalid', false);
    return { token, offer: await request(backend, 'offers/resolve', parseOffer, { offer_token: token }) };
  };
  return resolve().catch((error: Partial<PayError>) => {
    if (typeof source === 'function' && error.code === 'offer_token_expired') return resolve();
    throw error;
  });
}
