import { parseCompactJws, verifiedPayload } from './compact-jws.ts';
import { type OfferClaims, readOfferClaims } from './offer-claims.ts';
import { type OfferKey, importOfferKey } from './offer-keys.ts';
import { TokenError } from './token-error.ts';

export interface VerifyOfferOptions {
  /** The backend's address (its setting `PUBLIC_URL`), byte for byte; or every accepted `aud`. */
  readonly audience: string | readonly string[];
  /** Epoch milliseconds. Default: now. */
  readonly now?: number;
}

/**
 * Checks a signed offer: form, key, algorithm, signature, audience, times, and every field of the offer.
 * @param keys the keys in use; see {@link OfferKey}.
 * @throws TokenError for every mistake in the token; TypeError without an audience, or when a key cannot be used.
 */
export async function verifyOffer(
  token: unknown,
  keys: readonly OfferKey[],
  { audience, now = Date.now() }: VerifyOfferOptions,
): Promise<OfferClaims> {
  const jws = parseCompactJws(token);
  const key = keys.find(({ kid }) => kid === jws.kid);
  if (!key) throw new TokenError('unknown_key', 'no key in use has this kid');
  // The key decides, never the token: else a public key could be passed off as a shared secret.
  if (key.alg !== jws.alg) throw new TokenError('wrong_algorithm', `the key ${key.kid} is declared for ${key.alg}`);
  const payload = await verifiedPayload(jws.token, await importOfferKey(key), key.alg);
  return readOfferClaims(payload, { audience, now });
}
