import { LinkId, Money, OfferId, Timestamp } from '@mytpe-pay/contract';
import { CompactSign, type CryptoKey, type JSONWebKeySet, createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';
import { z } from 'zod';

import { parseCompactJws, verifiedPayload } from './compact-jws.ts';
import { parseJsonObject } from './json-text.ts';
import { MAX_SKEW_SECONDS } from './offer-claims.ts';
import { RECEIPT_ALGORITHM, type ReceiptKey } from './receipt-key.ts';
import { TokenError } from './token-error.ts';

/** What a receipt says: that this link was seen paid. Not by whom: fulfil once per `sub`. */
export const ReceiptClaims = z.object({
  /** The backend's address. */
  iss: z.url(),
  /** The page's origin when the link was made, else the backend's address. */
  aud: z.string().min(1),
  /** The link's id. */
  sub: LinkId,
  iat: z.int(),
  offer: OfferId,
  amount: Money,
  currency: z.string(),
  /** The `jti` of the signed offer, else the page's `reference`: only the first is yours for certain. */
  order: z.string().nullable(),
  paid_seen_at: Timestamp,
});
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;

/** Signs a receipt; the same claims and key give the same receipt. */
export function signReceipt(claims: ReceiptClaims, key: ReceiptKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(ReceiptClaims.parse(claims))))
    .setProtectedHeader({ alg: RECEIPT_ALGORITHM, kid: key.publicJwk.kid, typ: 'JWT' })
    .sign(key.privateKey);
}

/** Finds the key that a receipt names. */
export type ReceiptKeySource = (header: { alg: string; kid: string }) => Promise<CryptoKey>;

export interface VerifyReceiptOptions {
  /** The backend's published keys: the document itself, or {@link receiptKeysOf} its address. */
  readonly jwks: JSONWebKeySet | ReceiptKeySource;
  /** The backend's address, as in its setting `PUBLIC_URL`. */
  readonly issuer: string;
  /** Your shop's origin, like `https://shop.example`; or several. */
  readonly audience: string | readonly string[];
  /** Epoch milliseconds. Default: now. */
  readonly now?: number;
}

/**
 * The published keys of a backend, fetched when needed and kept for ten minutes; a key not seen before is asked for, at
 * most twice a minute.
 * @param issuer the backend's address.
 */
export function receiptKeysOf(issuer: string): ReceiptKeySource {
  return createRemoteJWKSet(new URL(`${issuer.replace(/\/+$/, '')}/.well-known/jwks.json`));
}

/**
 * Checks a receipt. It does not expire: what was paid stays paid.
 * @throws TokenError; `keys_unavailable` when the published keys could not be read, which another try may mend.
 */
export async function verifyReceipt(
  receipt: unknown,
  { jwks, issuer, audience, now = Date.now() }: VerifyReceiptOptions,
): Promise<ReceiptClaims> {
  const jws = parseCompactJws(receipt);
  if (jws.alg !== RECEIPT_ALGORITHM)
    throw new TokenError('wrong_algorithm', `receipts are signed with ${RECEIPT_ALGORITHM}`);
  const key = await findKey(jwks, { alg: jws.alg, kid: jws.kid });
  const { value } = parseJsonObject(await verifiedPayload(jws.token, key, RECEIPT_ALGORITHM));
  const claims = ReceiptClaims.safeParse(value);
  if (!claims.success) {
    const problems = claims.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new TokenError('invalid_claims', 'this is no receipt', { problems });
  }
  const { iss, aud, iat } = claims.data;
  if (iss !== issuer) throw new TokenError('wrong_issuer', 'the receipt is of another backend');
  if (![audience].flat().includes(aud)) throw new TokenError('wrong_audience', 'the receipt is for another shop');
  if (iat - now / 1000 > MAX_SKEW_SECONDS) throw new TokenError('not_yet_valid', 'the receipt is from the future');
  return claims.data;
}

async function findKey(jwks: VerifyReceiptOptions['jwks'], header: { alg: string; kid: string }): Promise<CryptoKey> {
  try {
    return await (typeof jwks === 'function' ? jwks : createLocalJWKSet(jwks))(header);
  } catch (cause) {
    if (cause instanceof errors.JWKSNoMatchingKey)
      throw new TokenError('unknown_key', 'the backend publishes no key with this kid', { cause });
    throw new TokenError('keys_unavailable', 'the published keys of the backend could not be read', { cause });
  }
}
