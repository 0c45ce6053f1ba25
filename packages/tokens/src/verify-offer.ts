import { parseCompactJws, verifiedPayload } from './compact-jws.ts';
import { type OfferClaims, readOfferClaims } from './offer-claims.ts';
import { type OfferKey, importOfferKey } from './offer-keys.ts';
import { TokenError } from './token-error.ts';

/** Options for {@link verifyOffer}. */
export interface VerifyOfferOptions {
  /** The backend's URL (its setting `PUBLIC_URL`), byte for byte, or a list of all accepted values of `aud`. */
  readonly audience: string | readonly string[];
  /** The time of the check, in epoch milliseconds. Default: now. */
  readonly now?: number;
}

/**
 * Verifies a signed offer: format, key, algorithm, signature, audience, times and every field of the offer.
 * The backend does this for each token. Your server needs it only for tests.
 * @param token The token: a JWT in compact serialization.
 * @param keys The keys in use. See {@link OfferKey}.
 * @param options The accepted audience.
 * @returns The verified claims, with amounts in centimes.
 * @throws {@link TokenError} if the token is invalid. `TypeError` if the audience is missing or a key is invalid.
 */
export async function verifyOffer(
  token: unknown,
  keys: readonly OfferKey[],
  { audience, now = Date.now() }: VerifyOfferOptions,
): Promise<OfferClaims> {
  const jws = parseCompactJws(token);
  const key = keys.find(({ kid }) => kid === jws.kid);
  if (!key) throw new TokenError('unknown_key', 'no key in use has this kid');
  // The key decides the algorithm, not the token. Otherwise an attacker could use a public key as a shared secret.
  if (key.alg !== jws.alg) throw new TokenError('wrong_algorithm', `the key ${key.kid} is declared for ${key.alg}`);
  const payload = await verifiedPayload(jws.token, await importOfferKey(key), key.alg);
  return readOfferClaims(payload, { audience, now });
}
