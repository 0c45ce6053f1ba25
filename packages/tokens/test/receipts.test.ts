import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';

import {
  type ReceiptClaims,
  type ReceiptKey,
  TokenError,
  generateReceiptKey,
  importReceiptKey,
  isReceiptKeyPem,
  receiptKeysOf,
  signReceipt,
  verifyReceipt,
} from '../src/index.ts';
import { PAIRS } from './keys.ts';
import { NOW } from './wild-offers.ts';

const ISSUER = 'https://pay.shop.example';
const SHOP = 'https://shop.example';
const CLAIMS: ReceiptClaims = {
  iss: ISSUER,
  aud: SHOP,
  sub: `lnk_${'a'.repeat(24)}`,
  iat: Math.floor(NOW / 1000),
  offer: 'tshirt',
  amount: '4500.00',
  currency: 'DZD',
  order: 'order-1',
  paid_seen_at: new Date(NOW).toISOString(),
};
const EXPECTED = { issuer: ISSUER, audience: SHOP, now: NOW };

async function newKey(): Promise<ReceiptKey> {
  return importReceiptKey(await generateReceiptKey());
}

describe('a receipt', () => {
  it('says what was signed, the same each time', async () => {
    const key = await newKey();
    const receipt = await signReceipt(CLAIMS, key);
    const jwks = { keys: [(await newKey()).publicJwk, key.publicJwk] };
    expect(await verifyReceipt(receipt, { ...EXPECTED, jwks })).toEqual(CLAIMS);
    expect(await signReceipt(CLAIMS, key)).toBe(receipt);
    expect(await verifyReceipt(receipt, { ...EXPECTED, audience: ['https://b.example', SHOP], jwks })).toEqual(CLAIMS);
    expect(await verifyReceipt(receipt, { ...EXPECTED, now: NOW + 1e12, jwks })).toEqual(CLAIMS);
  });

  it('of which one bit is flipped is refused', async () => {
    const key = await newKey();
    const receipt = await signReceipt(CLAIMS, key);
    await fc.assert(
      fc.asyncProperty(fc.nat(receipt.length - 1), fc.integer({ min: 0, max: 6 }), async (at, bit) => {
        const flipped = String.fromCharCode(receipt.charCodeAt(at) ^ (1 << bit));
        const changed = receipt.slice(0, at) + flipped + receipt.slice(at + 1);
        const outcome = verifyReceipt(changed, { ...EXPECTED, jwks: { keys: [key.publicJwk] } });
        await expect(outcome).rejects.toBeInstanceOf(TokenError);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['of another backend', { issuer: 'https://other.example' }, 'wrong_issuer'],
    ['for another shop', { audience: 'https://other.example' }, 'wrong_audience'],
    ['from the future', { now: NOW - 120_000 }, 'not_yet_valid'],
    ['of a key nobody publishes', { jwks: { keys: [] } }, 'unknown_key'],
    ['of keys that cannot be read', { jwks: { keys: 'none' as never } }, 'keys_unavailable'],
  ])('%s is refused', async (_name, options, reason) => {
    const key = await newKey();
    const verified = verifyReceipt(await signReceipt(CLAIMS, key), {
      ...EXPECTED,
      jwks: { keys: [key.publicJwk] },
      ...options,
    });
    await expect(verified).rejects.toMatchObject({ reason });
  });

  it('is not what another key of that name signed, nor an offer', async () => {
    const [key, forger] = [await newKey(), await newKey()];
    const forged = await signReceipt(CLAIMS, { ...forger, publicJwk: key.publicJwk });
    const options = { ...EXPECTED, jwks: { keys: [key.publicJwk] } };
    await expect(verifyReceipt(forged, options)).rejects.toMatchObject({ reason: 'bad_signature' });
    await expect(verifyReceipt('eyJhbGciOiJIUzI1NiIsImtpZCI6ImhzIn0.e30.AAAA', options)).rejects.toMatchObject({
      reason: 'wrong_algorithm',
    });
  });
});

describe('the keys of a backend, over HTTP', () => {
  async function serving(answer: () => string | null): Promise<string> {
    const server: Server = createServer((request, response) => {
      const body = request.url === '/.well-known/jwks.json' ? answer() : null;
      response.writeHead(body === null ? 503 : 200, { 'content-type': 'application/jwk-set+json' }).end(body ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('are fetched; that they cannot be is told apart from a forged receipt', async () => {
    const key = await newKey();
    let answer: string | null = null;
    const issuer = await serving(() => answer);
    const receipt = await signReceipt({ ...CLAIMS, iss: issuer }, key);
    const options = { audience: SHOP, now: NOW, issuer, jwks: receiptKeysOf(`${issuer}/`) };
    for (const bad of [null, 'no JSON', '{}']) {
      answer = bad;
      await expect(verifyReceipt(receipt, options)).rejects.toMatchObject({ reason: 'keys_unavailable' });
    }
    answer = JSON.stringify({ keys: [key.publicJwk] });
    expect((await verifyReceipt(receipt, options)).sub).toBe(CLAIMS.sub);
  });
});

it('a receipt key is Ed25519 as PKCS#8 PEM, and nothing else', async () => {
  const pem = await generateReceiptKey();
  expect(isReceiptKeyPem(pem)).toBe(true);
  expect((await importReceiptKey(pem)).publicJwk).toMatchObject({ crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
  const { private_key_pem: p256 } = PAIRS.ES256.signing as { private_key_pem: string };
  for (const other of ['', p256, pem.replace('PRIVATE', 'PUBLIC'), pem.slice(0, -30)]) {
    expect(isReceiptKeyPem(other)).toBe(false);
    await expect(importReceiptKey(other)).rejects.toThrow(TypeError);
  }
});
