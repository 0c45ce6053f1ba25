import { MAX_OFFER_TOKEN_CHARACTERS } from '@mytpe-pay/contract';
import { CompactSign } from 'jose';
import type { z } from 'zod';

import { type TokenOffer, readOfferClaims } from './offer-claims.ts';
import { type OfferSigningKey, importSigningKey } from './offer-keys.ts';
import { TokenError } from './token-error.ts';

type Written = z.input<typeof TokenOffer>;
type AmountField = 'amount' | 'min_amount' | 'max_amount' | 'amount_step' | 'default_amount' | 'target_amount';
type CountField = 'max_uses' | 'max_payer_links_per_day';

/**
 * An offer to sign. Amounts are dinars. Prefer strings (`"4500.00"`): a number is converted to text as JavaScript does
 * it.
 */
export type OfferInput = Omit<Written, AmountField | CountField | 'suggested_amounts' | 'allowed_origins'> & {
  readonly allowed_origins?: readonly string[];
  readonly suggested_amounts?: readonly (string | number)[];
} & { readonly [Field in AmountField | CountField]?: string | number };

/** Options for {@link signOffer}. */
export interface SignOfferOptions {
  /** The key that signs. Its `kid` must be in the backend's setting `OFFER_TOKEN_KEYS`. */
  readonly key: OfferSigningKey;
  /** The backend's URL, byte for byte as in its setting `PUBLIC_URL`. Other backends reject the token. */
  readonly audience: string;
  /**
   * Your id of the order: 1 to 128 printable ASCII characters without spaces. A `one_shot` offer can be paid at most once per
   * `jti`.
   */
  readonly jti: string;
  /** The lifetime of the token in seconds, at most 604,800 (7 days). Default: 3600. */
  readonly ttlSeconds?: number;
  /** The time of signing, in epoch milliseconds. Default: now. */
  readonly now?: number;
}

/**
 * Signs an offer for `<mytpe-pay-button offer-token="…">`. Sign only on your server, because the owner of the key sets
 * the price.
 * [Sign an offer or a cart](https://docs.mytpe-pay.example/develop/signed-offers/) explains keys and rules.
 * @param offer The offer, with the fields of an offer in `offers.yaml` except `allowed_payers`. Amounts are dinars.
 * @param options The key, the audience, the order id and the lifetime.
 * @returns The token, a JWT of at most 8,192 characters.
 * @throws {@link TokenError} if the backend would reject the token, for example `invalid_offer` with all errors in
 *   `problems`. `TypeError` for an invalid key or a missing audience.
 */
export async function signOffer(
  offer: OfferInput,
  { key, audience, jti, ttlSeconds = 3600, now = Date.now() }: SignOfferOptions,
): Promise<string> {
  // The newer of two tokens for one order is valid, so `iat` keeps its milliseconds.
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
    throw new TokenError('too_large', `a token must have at most ${MAX_OFFER_TOKEN_CHARACTERS} characters`);
  return token;
}
