import { type CryptoKey, type JSONWebKeySet, createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';

import { TokenError } from './token-error.ts';

/** Finds the key that a receipt names. */
export type ReceiptKeySource = (header: { alg: string; kid: string }) => Promise<CryptoKey>;

/**
 * Reads the published keys of a backend over HTTP, when needed. Keeps them for ten minutes, and reads them again for an
 * unknown key, at most twice a minute.
 * @param issuer the backend's address.
 */
export function receiptKeysOf(issuer: string): ReceiptKeySource {
  return createRemoteJWKSet(new URL(`${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`));
}

/** @throws TokenError `unknown_key`, `keys_unavailable`. */
export async function findReceiptKey(
  jwks: JSONWebKeySet | ReceiptKeySource,
  header: { alg: string; kid: string },
): Promise<CryptoKey> {
  try {
    return await (typeof jwks === 'function' ? jwks : createLocalJWKSet(jwks))(header);
  } catch (cause) {
    if (cause instanceof errors.JWKSNoMatchingKey)
      throw new TokenError('unknown_key', 'the backend publishes no key with this kid', { cause });
    throw new TokenError('keys_unavailable', 'the published keys of the backend could not be read', { cause });
  }
}
