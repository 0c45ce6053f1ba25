import { describe, expect, it } from 'vitest';

import { ERRORS, ERROR_CODES } from './codes.ts';
import { LinkId, OfferId, Reference } from './fields.ts';
import { CreateLinkRequest } from './requests.ts';

describe('a request for a link', () => {
  it('names an offer, and optionally an amount, a version and a reference', () => {
    const body = { offer: 'donation', amount: '1500.00', version: 'k3v9', reference: 'A-1' };
    expect(CreateLinkRequest.parse(body)).toEqual(body);
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
  ])('refuses %j', (body) => expect(CreateLinkRequest.safeParse(body).success).toBe(false));
});

it('has a 4xx or 5xx status for every code', () => {
  expect(ERROR_CODES.length).toBe(20);
  for (const code of ERROR_CODES) expect(ERRORS[code].status).toBeGreaterThanOrEqual(400);
});

it.each([
  [OfferId, 'flash-sale', 'Flash'],
  [LinkId, `lnk_${'a'.repeat(22)}`, 'lnk_short'],
  [Reference, 'order_10.428-a', 'a b'],
])('bounds every name', (schema, good, bad) => {
  expect(schema.safeParse(good).success).toBe(true);
  expect(schema.safeParse(bad).success).toBe(false);
});
