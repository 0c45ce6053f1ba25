import { generateKeyPairSync } from 'node:crypto';

import type { OfferKey, OfferSigningKey } from '../src/index.ts';

/** A signing key, and the matching key in the backend's settings. */
export interface KeyPair {
  readonly signing: OfferSigningKey;
  readonly verifying: OfferKey;
}

const SECRET = 'an-example-secret-of-at-least-32-bytes';

/** One key pair per algorithm. ES256 uses P-256, EdDSA uses Ed25519. */
export const PAIRS: Readonly<Record<'HS256' | 'ES256' | 'EdDSA', KeyPair>> = {
  HS256: {
    signing: { kid: 'hs', alg: 'HS256', secret: SECRET },
    verifying: { kid: 'hs', alg: 'HS256', secret: SECRET },
  },
  ES256: pair('es', 'ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  EdDSA: pair('ed', 'EdDSA', generateKeyPairSync('ed25519')),
};

function pair(kid: string, alg: 'ES256' | 'EdDSA', keys: ReturnType<typeof generateKeyPairSync>): KeyPair {
  return {
    signing: { kid, alg, private_key_pem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string },
    verifying: { kid, alg, public_key_pem: keys.publicKey.export({ type: 'spki', format: 'pem' }) as string },
  };
}

export const VERIFYING: readonly OfferKey[] = Object.values(PAIRS).map(({ verifying }) => verifying);
