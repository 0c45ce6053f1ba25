import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { CompactSign } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import {
  type ReceiptClaims,
  type ReceiptKey,
  TokenError,
  type VerifyReceiptOptions,
  generateReceiptKey,
  importReceiptKey,
  isReceiptKeyPem,
  receiptKeysOf,
  signReceipt,
  verifyReceipt,
} from '../src/index.ts';
import { PAIRS } from './keys.ts';
import { NOW } from './any-offers.ts';

const ISSUER = 'https://pay.shop.example';
const SHOP = 'https://shop.example';
const CLAIMS: ReceiptClaims = {
  iss: ISSUER,
  aud: SHOP,
  sub: `lnk_${'a'.repeat(24)}`,
  iat: Math.floor(NOW / 1000),
  environment: 'live',
  offer: 'tshirt',
  amount: '4500.00',
  currency: 'DZD',
  order: 'order-1',
  reference: 'A-1',
  paid_seen_at: new Date(NOW).toISOString(),
};
const EXPECTED = { order: 'order-1', amount: '4500.00', issuer: ISSUER, audience: SHOP, now: NOW };

async function newKey(): Promise<ReceiptKey> {
  return importReceiptKey(await generateReceiptKey());
}

describe('a receipt', () => {
  it('contains the signed claims and is deterministic', async () => {
    const key = await newKey();
    const receipt = await signReceipt(CLAIMS, key);
    const jwks = { keys: [(await newKey()).publicJwk, key.publicJwk] };
    expect(await verifyReceipt(receipt, { ...EXPECTED, jwks })).toEqual(CLAIMS);
    expect(await signReceipt(CLAIMS, key)).toBe(receipt);
    expect(await verifyReceipt(receipt, { ...EXPECTED, audience: ['https://b.example', SHOP], jwks })).toEqual(CLAIMS);
    expect(await verifyReceipt(receipt, { ...EXPECTED, now: NOW + 1e12, jwks })).toEqual(CLAIMS);
  });

  it('is rejected if one bit is flipped', async () => {
    const key = await newKey();
    const receipt = await signReceipt(CLAIMS, key);
    await fc.assert(
      fc.asyncProperty(fc.nat(receipt.length - 1), fc.integer({ min: 0, max: 6 }), async (at, bit) => {
        const flipped = String.fromCharCode(receipt.charCodeAt(at) ^ (1 << bit));
        const changed = receipt.slice(0, at) + flipped + receipt.slice(at + 1);
        const outcome = verifyReceipt(changed, { ...EXPECTED, jwks: { keys: [key.publicJwk] } });
        await expect(outcome).rejects.toBeInstanceOf(TokenError);
      }),
      { numRuns: runs(500, 5000) },
    );
  });

  it.each([
    ['a receipt from another backend', { issuer: 'https://other.example' }, 'wrong_issuer'],
    ['a receipt for another shop', { audience: 'https://other.example' }, 'wrong_audience'],
    ['a live receipt where a test is expected', { environment: 'sandbox' }, 'wrong_environment'],
    ['a receipt for another order', { order: 'order-2' }, 'wrong_order'],
    ['a receipt with another reference', { reference: 'A-2' }, 'wrong_reference'],
    ['a receipt for another amount', { amount: '45000.00' }, 'wrong_amount'],
    ['a receipt issued in the future', { now: NOW - 120_000 }, 'not_yet_valid'],
    ['a receipt signed with an unpublished key', { jwks: { keys: [] } }, 'unknown_key'],
    ['a receipt whose keys cannot be read', { jwks: { keys: 'none' as never } }, 'keys_unavailable'],
  ] as [string, object, string][])('%s is rejected', async (_name, options, reason) => {
    const key = await newKey();
    const verified = verifyReceipt(await signReceipt(CLAIMS, key), {
      ...EXPECTED,
      jwks: { keys: [key.publicJwk] },
      ...options,
    });
    await expect(verified).rejects.toMatchObject({ reason });
  });

  it('is rejected if another key with the same kid signed it, or if it is an offer', async () => {
    const [key, forger] = [await newKey(), await newKey()];
    const forged = await signReceipt(CLAIMS, { ...forger, publicJwk: key.publicJwk });
    const options = { ...EXPECTED, jwks: { keys: [key.publicJwk] } };
    await expect(verifyReceipt(forged, options)).rejects.toMatchObject({ reason: 'bad_signature' });
    await expect(verifyReceipt('eyJhbGciOiJIUzI1NiIsImtpZCI6ImhzIn0.e30.AAAA', options)).rejects.toMatchObject({
      reason: 'wrong_algorithm',
    });
  });
});

describe('verifyReceipt', () => {
  const common = { issuer: ISSUER, audience: SHOP, now: NOW };
  /** Signs a receipt with changed claims. @returns the receipt, and the options to verify it. */
  async function issued(changes: object) {
    const key = await newKey();
    const claims = new TextEncoder().encode(JSON.stringify({ ...CLAIMS, ...changes }));
    const header = { alg: 'EdDSA', kid: key.publicJwk.kid };
    const receipt = await new CompactSign(claims).setProtectedHeader(header).sign(key.privateKey);
    return { receipt, given: { ...common, jwks: { keys: [key.publicJwk] } } };
  }

  it('does not accept a reference as a signed order, nor a smaller amount', async () => {
    const { receipt, given } = await issued({ order: null, reference: 'A-5b2a74', amount: '100.00' });
    const asOrder = verifyReceipt(receipt, { ...given, order: 'A-5b2a74', amount: '100.00' });
    await expect(asOrder).rejects.toMatchObject({
      reason: 'wrong_order',
      message: 'the receipt is not for a signed order',
    });
    const asLarge = verifyReceipt(receipt, { ...given, reference: 'A-5b2a74', amount: '45000.00' });
    await expect(asLarge).rejects.toMatchObject({
      reason: 'wrong_amount',
      message: 'the receipt is for 100.00, but 45000.00 was expected',
    });
    const paid = await verifyReceipt(receipt, { ...given, reference: 'A-5b2a74', amount: '100.00' });
    expect([paid.order, paid.reference]).toEqual([null, 'A-5b2a74']);
  });

  it('accepts a test payment only when sandbox is expected', async () => {
    const { receipt, given } = await issued({ environment: 'sandbox' });
    const expected = { ...given, order: 'order-1', amount: '4500.00' };
    const refused = { reason: 'wrong_environment', message: 'the receipt is of a sandbox payment, not of a live one' };
    await expect(verifyReceipt(receipt, expected)).rejects.toMatchObject(refused);
    await expect(verifyReceipt(receipt, { ...expected, environment: 'live' })).rejects.toMatchObject(refused);
    expect((await verifyReceipt(receipt, { ...expected, environment: 'sandbox' })).environment).toBe('sandbox');
  });

  it('refuses a receipt of an earlier version, which has no environment', async () => {
    const { receipt, given } = await issued({ environment: undefined, reference: undefined });
    for (const environment of ['live', 'sandbox'] as const) {
      const verified = verifyReceipt(receipt, { ...given, order: 'order-1', amount: '4500.00', environment });
      await expect(verified).rejects.toMatchObject({
        reason: 'invalid_claims',
        problems: [
          { path: 'environment', message: expect.stringContaining('earlier versions') },
          { path: 'reference' },
        ],
      });
    }
  });

  it('requires an order and an amount, at run time and in TypeScript', async () => {
    const { receipt, given } = await issued({});
    // @ts-expect-error neither order nor reference
    await expect(verifyReceipt(receipt, { ...given, amount: '4500.00' })).rejects.toThrow('the expected order');
    // @ts-expect-error no amount
    await expect(verifyReceipt(receipt, { ...given, order: 'order-1' })).rejects.toThrow('the expected amount');
    // @ts-expect-error an amount that is a number
    const asNumber = verifyReceipt(receipt, { ...given, order: 'order-1', amount: 4500 });
    await expect(asNumber).rejects.toThrow('the expected amount');
  });

  it.each([
    [{ order: undefined, reference: 'A-1' }, 'the expected order as a non-empty string'],
    [{ order: null }, 'the expected order as a non-empty string'],
    [{ order: 1042 }, 'the expected order as a non-empty string'],
    [{ order: '' }, 'the expected order as a non-empty string'],
    [{ reference: undefined }, 'the expected reference as a non-empty string'],
    [{ amount: '4500' }, 'two decimals'],
    [{ amount: undefined }, 'two decimals'],
    [{ environment: 'test' }, 'environment must be live or sandbox'],
  ])('throws a TypeError for a missing or malformed expected value: %j', async (change, message) => {
    const { receipt, given } = await issued({});
    const options = { ...given, order: 'order-1', amount: '4500.00', ...change } as VerifyReceiptOptions;
    const verified = verifyReceipt(receipt, options);
    await expect(verified).rejects.toThrow(TypeError);
    await expect(verified).rejects.toThrow(message);
  });
});

describe('receiptKeysOf', () => {
  async function serving(response: () => string | null): Promise<string> {
    const server: Server = createServer((request, reply) => {
      const body = request.url === '/.well-known/jwks.json' ? response() : null;
      reply.writeHead(body === null ? 503 : 200, { 'content-type': 'application/jwk-set+json' }).end(body ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('fetches the keys, and throws keys_unavailable if it cannot', async () => {
    const key = await newKey();
    let body: string | null = null;
    const issuer = await serving(() => body);
    const receipt = await signReceipt({ ...CLAIMS, iss: issuer }, key);
    const options = { ...EXPECTED, issuer, jwks: receiptKeysOf(`${issuer}/`) };
    for (const bad of [null, 'no JSON', '{}']) {
      body = bad;
      await expect(verifyReceipt(receipt, options)).rejects.toMatchObject({ reason: 'keys_unavailable' });
    }
    body = JSON.stringify({ keys: [key.publicJwk] });
    expect((await verifyReceipt(receipt, options)).sub).toBe(CLAIMS.sub);
  });
});

it('a receipt key must be an Ed25519 private key as PKCS#8 PEM', async () => {
  const pem = await generateReceiptKey();
  expect(isReceiptKeyPem(pem)).toBe(true);
  expect((await importReceiptKey(pem)).publicJwk).toMatchObject({ crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
  const { private_key_pem: p256 } = PAIRS.ES256.signing as { private_key_pem: string };
  for (const other of ['', p256, pem.replace('PRIVATE', 'PUBLIC'), pem.slice(0, -30)]) {
    expect(isReceiptKeyPem(other)).toBe(false);
    await expect(importReceiptKey(other)).rejects.toThrow(TypeError);
  }
});
