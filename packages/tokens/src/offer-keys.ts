import { type CryptoKey, importPKCS8, importSPKI } from 'jose';
import { z } from 'zod';

import { isPem } from './pem.ts';

/** The algorithms for signed offers. `EdDSA` means Ed25519. */
export const OFFER_ALGORITHMS = ['HS256', 'ES256', 'EdDSA'] as const;

const MIN_SECRET_BYTES = 32;
/** The old key and the new key, while the new key replaces the old one. */
const MAX_KEYS = 2;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const Kid = z.string('must be text').regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters');
const Secret = z
  .string('must be text')
  .max(1024, 'must be at most 1024 characters')
  .refine((text) => bytesOf(text).length >= MIN_SECRET_BYTES, `must be at least ${MIN_SECRET_BYTES} bytes`)
  .refine((text) => !text.includes('-----BEGIN'), 'must be a secret, not a PEM key');
const publicPem = (alg: 'ES256' | 'EdDSA', curve: string) =>
  z
    .string('must be text')
    .refine((text) => isPem(text, `${alg} public key`), `must be a public key on ${curve}, as PEM (SPKI)`);

/** A key that verifies signed offers, as in the setting `OFFER_TOKEN_KEYS`. It is valid for one algorithm only. */
export const OfferKey = z.discriminatedUnion(
  'alg',
  [
    z.strictObject({ kid: Kid, alg: z.literal('HS256'), secret: Secret }),
    z.strictObject({ kid: Kid, alg: z.literal('ES256'), public_key_pem: publicPem('ES256', 'P-256') }),
    z.strictObject({ kid: Kid, alg: z.literal('EdDSA'), public_key_pem: publicPem('EdDSA', 'Ed25519') }),
  ],
  `must be one of ${OFFER_ALGORITHMS.join(', ')}`,
);
export type OfferKey = z.infer<typeof OfferKey>;

/** The keys in use: one key, or two keys while a new key replaces an old one. */
export const OfferKeys = z
  .array(OfferKey, 'must be a list of keys')
  .min(1, 'must hold a key')
  .max(MAX_KEYS, `must hold at most ${MAX_KEYS} keys`)
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'must not use a kid twice');

/** A key that signs offers. The bytes of `secret` are its text in UTF-8. `private_key_pem` is PKCS#8 PEM. */
export type OfferSigningKey =
  | { readonly kid: string; readonly alg: 'HS256'; readonly secret: string }
  | { readonly kid: string; readonly alg: 'ES256' | 'EdDSA'; readonly private_key_pem: string };

type Imported = CryptoKey | Uint8Array;
const imported = new WeakMap<OfferKey, Promise<Imported>>();

/**
 * Imports a key for signature verification, and caches it. `verifyOffer` does this itself; call it at the start of a
 * program to find an invalid key early.
 * @param key The key. @throws `TypeError` if the key is invalid.
 */
export function importOfferKey(key: OfferKey): Promise<Imported> {
  let known = imported.get(key);
  if (!known) imported.set(key, (known = importChecked(key)));
  return known;
}

async function importChecked(declared: OfferKey): Promise<Imported> {
  const checked = OfferKey.safeParse(declared);
  if (!checked.success) throw new TypeError(`an offer key is invalid: ${checked.error.issues[0]!.message}`);
  const key = checked.data;
  if (key.alg === 'HS256') return bytesOf(key.secret);
  return importSPKI(key.public_key_pem, key.alg).catch((cause: unknown) => {
    throw new TypeError(`the offer key ${key.kid} is invalid: its point is not on the curve`, { cause });
  });
}

/** Imports a key for signing. @throws TypeError if the key is invalid, or not a key for its algorithm. */
export async function importSigningKey(key: OfferSigningKey): Promise<Imported> {
  const kid = Kid.safeParse(key.kid);
  if (!kid.success) throw new TypeError(`kid ${kid.error.issues[0]!.message}`);
  if (key.alg === 'HS256') {
    const secret = Secret.safeParse(key.secret);
    if (!secret.success) throw new TypeError(`secret ${secret.error.issues[0]!.message}`);
    return bytesOf(secret.data);
  }
  return importPKCS8(key.private_key_pem, key.alg).catch((cause: unknown) => {
    throw new TypeError(`private_key_pem is not a PKCS#8 key for ${key.alg}`, { cause });
  });
}
