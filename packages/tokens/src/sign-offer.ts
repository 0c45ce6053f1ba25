import { MAX_OFFER_TOKEN_CHARACTERS } from '@mytpe-pay/contract';
import { CompactSign } from 'jose';
import type { z } from 'zod';

import { type TokenOffer, readOfferClaims } from './offer-claims.ts';
import { type OfferSigningKey, importSigningKey } from './offer-keys.ts';
import { TokenError } from './token-error.ts';

type Written = z.input<typeof TokenOffer>;
type AmountField = 'amount' | 'min_amount' | 'max_amount' | 'amount_step' | 'default_amount' | 'target_amount';
type CountField = 'max_uses' | 'max_payer_links_per_day';

/** An offer to sign. Amounts are dinars, best as text (`"4500.00"`): a number is taken as JavaScript writes it. */
export type OfferInput = Omit<Written, AmountField | CountField | 'suggested_amounts' | 'allowed_origins'> & {
  readonly allowed_origins?: readonly string[];
  readonly suggested_amounts?: readonly (string | number)[];
} & { readonly [Field in AmountField | CountField]?: string | number };

export interface SignOfferOptions {
  readonly key: OfferSigningKey;
  /** The backend's address, byte for byte as in its setting `PUBLIC_URL`: another backend refuses the token. */
  readonly audience: string;
  /** What is to be paid, in your own words: an order number. A `one_shot` offer is paid at most once per `jti`. */
  readonly jti: string;
  /** How long the offer is good, seconds, at most 7 days. Default: an hour. */
  readonly ttlSeconds?: number;
  /** Epoch milliseconds. Default: now. */
  readonly now?: number;
}

/**
 * Signs an offer, for `<mytpe-pay-button offer-token="…">`. Sign on your server only: the key decides the price.
 * @throws TokenError `invalid_offer` or another reason for which the backend would refuse it; TypeError for a bad key
 *   or a missing audience.
 */
export async function signOffer(
  offer: OfferInput,
  { key, audience, jti, ttlSeconds = 3600, now = Date.now() }: SignOfferOptions,
): Promise<string> {
  // Of two tokens for one order the later counts, so `iat` keeps its milliseconds.
  const payload = JSON.stringify({
    aud: audience,
    iat: now / 1000,
    exp: Math.floor(now / 1000) + ttlSeconds,
    jti,
    offer,
  });
  readOfferClaims(payload, { audience, now });
  const token = await new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .sign(await importSigningKey(key));
  if (token.length > MAX_OFFER_TOKEN_CHARACTERS)
    throw new TokenError('too_large', `a token has at most ${MAX_OFFER_TOKEN_CHARACTERS} characters`);
  return token;
}
