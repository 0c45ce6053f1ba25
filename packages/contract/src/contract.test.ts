import { describe, expect, it } from 'vitest';

import { Challenge, MAX_SOLUTION_CHARACTERS } from './challenge.ts';
import { ERRORS, ERROR_CODES } from './codes.ts';
import { LinkId, OfferId, Reference } from './fields.ts';
import { CreateLinkRequest } from './requests.ts';

describe('CreateLinkRequest', () => {
  it('accepts an offer with an optional amount, version and reference', () => {
    const body = { offer: 'donation', amount: '1500.00', version: 'k3v9', reference: 'A-1' };
    expect(CreateLinkRequest.parse(body)).toEqual(body);
  });

  it.each(['eyJ9', '='.repeat(MAX_SOLUTION_CHARACTERS), null])('accepts the solution %j', (solution) => {
    expect(CreateLinkRequest.parse({ offer: 'donation', solution })).toEqual({ offer: 'donation', solution });
  });

  it.each([
    [{}],
    [{ offer: 'a', offer_token: 'x' }],
    [{ offer: 'a', price: 1 }],
    [{ offer: 'a', url: 'https://evil.example' }],
    [{ offer: 'a', title: 'Free' }],
    [{ offer: 'a', amount: 1500 }],
    [{ offer: 'a', amount: '1500' }],
    [{ offer: 'a', reference: 'é' }],
    [{ offer: '__proto__' }],
    [{ offer: '../x' }],
    [{ offer: 'a', solution: '='.repeat(MAX_SOLUTION_CHARACTERS + 1) }],
    [{ offer: 'a', solution: { counter: 1 } }],
  ])('rejects %j', (body) => expect(CreateLinkRequest.safeParse(body).success).toBe(false));
});

describe('Challenge', () => {
  const parameters = {
    algorithm: 'PBKDF2/SHA-256',
    cost: 1000,
    data: { link: 1 },
    expiresAt: 1_800_000_000,
    keyLength: 32,
    keyPrefix: '0f'.repeat(16),
    keySignature: 'a1'.repeat(32),
    nonce: 'b2'.repeat(16),
    salt: 'c3'.repeat(16),
  };
  const challenge = { parameters, signature: 'd4'.repeat(32) };

  it('keeps every field, because the signature covers all parameters', () => {
    expect(Challenge.parse(challenge)).toEqual(challenge);
  });

  it.each([
    [{ algorithm: 'SHA-256' }],
    [{ cost: 0 }],
    [{ cost: 1_000_001 }],
    [{ keyPrefix: '' }],
    [{ keyPrefix: 'zz' }],
    [{ salt: 'abc' }],
    [{ expiresAt: undefined }],
    [{ data: { nested: {} } }],
  ])('rejects %j', (change) => {
    expect(Challenge.safeParse({ ...challenge, parameters: { ...parameters, ...change } }).success).toBe(false);
  });
});

it('every error code has a 4xx or 5xx status', () => {
  expect(ERROR_CODES.length).toBe(21);
  for (const code of ERROR_CODES) expect(ERRORS[code].status).toBeGreaterThanOrEqual(400);
});

it.each([
  [OfferId, 'flash-sale', 'Flash'],
  [LinkId, `lnk_${'a'.repeat(22)}`, 'lnk_short'],
  [Reference, 'order_10.428-a', 'a b'],
])('limits the format of ids and references', (schema, good, bad) => {
  expect(schema.safeParse(good).success).toBe(true);
  expect(schema.safeParse(bad).success).toBe(false);
});
