import { createHash } from 'node:crypto';

import { importOfferKey, LEGACY_OFFER_AUDIENCE, type OfferKey, TokenError, verifyOffer } from '@mytpe-pay/tokens';

import { completeSignedOffer } from '../config/catalog-offer.ts';
import { offerRefusal, type RefusalOf } from '../domain/api-limits.ts';
import type { SignedOffer } from '../domain/offer.ts';
import type { Clock } from '../lib/clock.ts';
import { Problem, StartError } from '../lib/problem.ts';

export interface SignedOffersOptions {
  readonly keys: readonly OfferKey[];
  /** The backend's address: the `aud` that tokens must have. */
  readonly audience: string;
  /** `OFFER_TOKEN_AUDIENCE`: the `aud` of earlier versions is accepted too. */
  readonly acceptsLegacyAudience: boolean;
  readonly clock: Clock;
  /** The reason why the MyTPE API in use cannot issue an offer, if there is one. */
  readonly refusal: RefusalOf;
}

/** Reads an offer from a token. @throws Problem `offer_token_invalid`, `offer_token_expired`. */
export type ReadSignedOffer = (token: string) => Promise<SignedOffer>;

export function createSignedOffers(options: SignedOffersOptions): ReadSignedOffer {
  const { keys, clock, refusal } = options;
  const audience = [options.audience, ...(options.acceptsLegacyAudience ? [LEGACY_OFFER_AUDIENCE] : [])];
  const wrongAudience = options.acceptsLegacyAudience
    ? ''
    : ` (PUBLIC_URL); OFFER_TOKEN_AUDIENCE=${LEGACY_OFFER_AUDIENCE} also accepts tokens signed for earlier versions`;

  function asProblem(error: unknown): never {
    if (!(error instanceof TokenError)) throw error;
    const hint = error.reason === 'wrong_audience' ? wrongAudience : '';
    const operator = `${error.reason}: ${error.message}${hint}`;
    throw error.reason === 'expired' ? new Problem('offer_token_expired', { operator }) : refused(operator);
  }

  return async (token) => {
    if (keys.length === 0) throw refused('this backend has no keys for offer tokens: OFFER_TOKEN_KEYS is not set');
    const { jti, iat, offer } = await verifyOffer(token, keys, { audience, now: clock.now() }).catch(asProblem);
    const signed = completeSignedOffer(offerId(jti), offer, { jti, iat: Math.round(iat * 1000) }, refusal);
    const refusedBy = offerRefusal(signed, refusal);
    if (refusedBy !== null) throw refused(refusedBy.why);
    return signed;
  };
}

/** Checks that tokens can be verified with all keys. @throws StartError */
export async function assertOfferKeys(keys: readonly OfferKey[]): Promise<void> {
  await Promise.all(keys.map(importOfferKey)).catch((error: Error) => {
    throw new StartError(error.message, { cause: error });
  });
}

/** Returns the id of a signed offer, which has none in the catalog. It depends on the `jti`, not on the signing key. */
function offerId(jti: string): string {
  return `token-${createHash('sha256').update(jti).digest('hex').slice(0, 32)}`;
}

function refused(operator: string): Problem {
  return new Problem('offer_token_invalid', { operator });
}
