import { MAX_OFFER_TOKEN_CHARACTERS } from '@mytpe-pay/contract';
import { CompactSign } from 'jose';
import type { z } from 'zod';

import { OFFER_AUDIENCE, type TokenOffer, readOfferClaims } from './offer-claims.ts';
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
  /** What is to be paid, in your own words: an order number. A `one_shot` offer is paid at most once per `jti`. */
  readonly jti: string;
  /** How long the offer is good, seconds, at most 7 days. Default: an hour. */
  readonly ttlSeconds?: number;
  /** Epoch milliseconds. Default: now. */
  readonly now?: number;
}

/**
 * Signs an offer, for `<mytpe-pay-button offer-token="…">`. Only on your server: whoever has the key names the price.
 * @throws TokenError `invalid_offer` or another reason for which the backend would refuse it; TypeError for a bad key.
 */
export async function signOffer(
  offer: OfferInput,
  { key, jti, ttlSeconds = 3600, now = Date.now() }: SignOfferOptions,
): Promise<string> {
  // Of two tokens for one order the later counts, so `iat` keeps its milliseconds.
  const payload = JSON.stringify({
    aud: OFFER_AUDIENCE,
    iat: now / 1000,
    exp: Math.floor(now / 1000) + ttlSeconds,
    jti,
    offer,
  });
  readOfferClaims(payload, now);
  const token = await new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT' })
    .sign(await importSigningKey(key));
  if (token.length > MAX_OFFER_TOKEN_CHARACTERS)
    throw new TokenError('too_large', `a token has at most ${MAX_OFFER_TOKEN_CHARACTERS} characters`);
  return token;
}
