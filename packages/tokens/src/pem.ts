import { base64url } from 'jose';

/** The label, the first bytes (in hexadecimal) and the length of each kind of key (RFC 5480, RFC 8410). */
const ENCODINGS = {
  'ES256 public key': {
    label: 'PUBLIC KEY',
    starts: '3059301306072a8648ce3d020106082a8648ce3d03010703420004',
    bytes: 91,
  },
  'EdDSA public key': { label: 'PUBLIC KEY', starts: '302a300506032b6570032100', bytes: 44 },
  'EdDSA private key': { label: 'PRIVATE KEY', starts: '302e020100300506032b657004220420', bytes: 48 },
} as const;

/**
 * Returns `true` if a PEM text contains a key of this kind: P-256 for ES256, Ed25519 for EdDSA. The check is
 * synchronous, unlike a key import, so that an invalid key is reported together with all other invalid settings.
 */
export function isPem(text: string, kind: keyof typeof ENCODINGS): boolean {
  const { label, starts, bytes } = ENCODINGS[kind];
  const body = new RegExp(`^\\s*-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----\\s*$`).exec(
    text,
  )?.[1];
  if (body === undefined) return false;
  const key = decoded(body);
  return key !== null && key.length === bytes && hex(key).startsWith(starts);
}

function decoded(body: string): Uint8Array | null {
  try {
    return base64url.decode(body.replace(/[\s=]/g, '').replaceAll('+', '-').replaceAll('/', '_'));
  } catch {
    return null;
  }
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
