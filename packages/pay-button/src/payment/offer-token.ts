import { parseOffer } from '../api/parse.ts';
import { type Backend, PayError, request } from '../api/request.ts';
import type { OfferView } from '../api/types.ts';
import type { OfferToken } from './pay-state.ts';

/** A signed offer as the backend reads it, with the token that it accepted. */
export interface SignedOffer {
  readonly token: string;
  readonly offer: OfferView;
}

/** Three base64url segments: the compact form of RFC 7515. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * `true` if this can be a signed offer. Templates that write a function into the attribute leave its source there, which is
 * never sent.
 */
export function isOfferToken(source: OfferToken | null): source is OfferToken {
  return typeof source === 'function' || JWT.test(source ?? '');
}

/**
 * Has the backend read a signed offer. A function is called again where its token has expired.
 * @throws PayError `offer_token_invalid`, without a request, where the token is not a JWT; else the backend's.
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
