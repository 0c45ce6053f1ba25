import { type CryptoKey, type JSONWebKeySet, createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';

import { TokenError } from './token-error.ts';

/** Returns the public key that matches the header of a receipt. */
export type ReceiptKeySource = (header: { alg: string; kid: string }) => Promise<CryptoKey>;

/**
 * Returns a source of the published keys of a backend, for `verifyReceipt`. It fetches the keys on first use, keeps
 * them for ten minutes, and fetches them again for an unknown key, at most twice a minute. Call this function once and keep
 * the result.
 * @param issuer The backend's URL, as in its setting `PUBLIC_URL`.
 */
export function receiptKeysOf(issuer: string): ReceiptKeySource {
  return createRemoteJWKSet(new URL(`${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`));
}

/**
 * Returns the public key that matches the header of a receipt. @throws TokenError `unknown_key`, `keys_unavailable`.
 */
export async function findReceiptKey(
  jwks: JSONWebKeySet | ReceiptKeySource,
  header: { alg: string; kid: string },
): Promise<CryptoKey> {
  try {
    return await (typeof jwks === 'function' ? jwks : createLocalJWKSet(jwks))(header);
  } catch (cause) {
    if (cause instanceof errors.JWKSNoMatchingKey)
      throw new TokenError('unknown_key', 'the backend publishes no key with this kid', { cause });
    throw new TokenError('keys_unavailable', 'could not read the published keys of the backend', { cause });
  }
}
