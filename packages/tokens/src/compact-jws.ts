import { MAX_OFFER_TOKEN_CHARACTERS } from '@mytpe-pay/contract';
import { type CryptoKey, base64url, compactVerify } from 'jose';
import { z } from 'zod';

import { parseJsonObject } from './json-text.ts';
import { TokenError } from './token-error.ts';

/** A signed text taken apart; nothing in it is to be believed yet. */
export interface CompactJws {
  readonly token: string;
  readonly alg: string;
  readonly kid: string;
}

const SHAPE = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** Nothing else is read: not `crit`, and no key or address of a key that the token itself would bring along. */
const Header = z.strictObject({
  alg: z.string(),
  kid: z.string().min(1).max(128),
  typ: z.literal(['JWT', 'jwt']).optional(),
});

/** @throws TokenError `too_large`, `malformed`, `unsupported_header`. */
export function parseCompactJws(token: unknown): CompactJws {
  if (typeof token !== 'string') throw new TokenError('malformed', 'a token is text');
  if (token.length > MAX_OFFER_TOKEN_CHARACTERS)
    throw new TokenError('too_large', `a token has at most ${MAX_OFFER_TOKEN_CHARACTERS} characters`);
  if (!SHAPE.test(token)) throw new TokenError('malformed', 'a token is three parts of base64url, joined by dots');
  const parts = token.split('.');
  // Bits that no byte needs could differ and the signature would still hold: one token, one way to write it.
  if (!parts.every(isCanonical)) throw new TokenError('malformed', 'a part of the token is no canonical base64url');
  const header = Header.safeParse(parseJsonObject(utf8(base64url.decode(parts[0]!))).value);
  if (!header.success)
    throw new TokenError('unsupported_header', 'the header holds alg, kid and optionally typ: "JWT", and nothing else');
  return { token, alg: header.data.alg, kid: header.data.kid };
}

function isCanonical(part: string): boolean {
  try {
    return base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
}

/** Checks the signature with this key and algorithm, and no other. @returns the payload's text. @throws TokenError */
export async function verifiedPayload(token: string, key: CryptoKey | Uint8Array, alg: string): Promise<string> {
  let payload: Uint8Array;
  try {
    ({ payload } = await compactVerify(token, key, { algorithms: [alg] }));
  } catch (cause) {
    throw new TokenError('bad_signature', 'the signature is not that of this key', { cause });
  }
  return utf8(payload);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new TokenError('malformed', 'a part of the token is no UTF-8', { cause });
  }
}
