import { MAX_OFFER_TOKEN_CHARACTERS } from '@mytpe-pay/contract';
import { type CryptoKey, base64url, compactVerify } from 'jose';
import { z } from 'zod';

import { parseJsonObject } from './json-text.ts';
import { TokenError } from './token-error.ts';

/** The parts of a token. The signature has not been verified yet. */
export interface CompactJws {
  readonly token: string;
  readonly alg: string;
  readonly kid: string;
}

const SHAPE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** The only accepted header fields. `crit`, and keys or key URLs in the token itself, are rejected. */
const Header = z.strictObject({
  alg: z.string(),
  kid: z.string().min(1).max(128),
  typ: z.literal(['JWT', 'jwt']).optional(),
});

/**
 * Parses a compact JWS. Does not verify its signature. @throws TokenError `too_large`, `malformed`,
 * `unsupported_header`.
 */
export function parseCompactJws(token: unknown): CompactJws {
  if (typeof token !== 'string') throw new TokenError('malformed', 'a token must be a string');
  if (token.length > MAX_OFFER_TOKEN_CHARACTERS)
    throw new TokenError('too_large', `a token must have at most ${MAX_OFFER_TOKEN_CHARACTERS} characters`);
  if (!SHAPE.test(token)) throw new TokenError('malformed', 'a token must be three base64url parts separated by dots');
  const parts = token.split('.');
  // Unused trailing bits could change without making the signature invalid. Canonical base64url allows one spelling per
  // token.
  if (!parts.every(isCanonical)) throw new TokenError('malformed', 'a part of the token is not canonical base64url');
  const header = Header.safeParse(parseJsonObject(utf8(base64url.decode(parts[0]!))).value);
  if (!header.success)
    throw new TokenError('unsupported_header', 'the header must contain only alg, kid and optionally typ: "JWT"');
  return { token, alg: header.data.alg, kid: header.data.kid };
}

function isCanonical(part: string): boolean {
  try {
    return base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
}

/**
 * Verifies the signature with exactly this key and algorithm. @returns the payload as text. @throws TokenError
 * `bad_signature`, `malformed`.
 */
export async function verifiedPayload(token: string, key: CryptoKey | Uint8Array, alg: string): Promise<string> {
  let payload: Uint8Array;
  try {
    ({ payload } = await compactVerify(token, key, { algorithms: [alg] }));
  } catch (cause) {
    throw new TokenError('bad_signature', 'the signature does not match this key', { cause });
  }
  return utf8(payload);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new TokenError('malformed', 'a part of the token is not UTF-8', { cause });
  }
}
