import { type CryptoKey, calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8 } from 'jose';

import { isPem } from './pem.ts';

/** The algorithm of receipts: Ed25519. */
export const RECEIPT_ALGORITHM = 'EdDSA';

/** A published public key (RFC 7517, RFC 8037). `kid` is its thumbprint (RFC 7638). */
export interface ReceiptJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** The key pair that signs the receipts of one backend. */
export interface ReceiptKey {
  readonly publicJwk: ReceiptJwk;
  readonly privateKey: CryptoKey;
}

/** Generates a key for receipts. @returns The private key as PKCS#8 PEM. Keep it secret. */
export async function generateReceiptKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(RECEIPT_ALGORITHM, { crv: 'Ed25519', extractable: true });
  return exportPKCS8(privateKey);
}

/** Returns `true` if `text` is an Ed25519 private key as PKCS#8 PEM. @param text Any text. */
export function isReceiptKeyPem(text: string): boolean {
  return isPem(text, 'EdDSA private key');
}

/** Imports a receipt key. @param pem An Ed25519 private key as PKCS#8 PEM. @throws `TypeError` for any other text. */
export async function importReceiptKey(pem: string): Promise<ReceiptKey> {
  if (!isReceiptKeyPem(pem)) throw new TypeError('a receipt key must be an Ed25519 private key as PKCS#8 PEM');
  const { x } = await exportJWK(await importPKCS8(pem, RECEIPT_ALGORITHM, { extractable: true }));
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x: x! });
  return {
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: x!, kid, alg: RECEIPT_ALGORITHM, use: 'sig' },
    privateKey: await importPKCS8(pem, RECEIPT_ALGORITHM),
  };
}
