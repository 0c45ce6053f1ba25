import { expect, it } from 'vitest';

import { isAllowedPayer, normalisePayer } from './payer.ts';

it.each([
  [' Karim@Example.COM ', 'karim@example.com'],
  ['0550 12 34 56', '+213550123456'],
  ['00213550123456', '+213550123456'],
  ['+213 (550) 12-34.56', '+213550123456'],
  ['021 12 34 56', '+21321123456'],
  ['+33612345678', '+33612345678'],
  ['0950123456', null],
  ['550123456', null],
  ['karim@', null],
  ['karim@example', null],
  ['', null],
])('%j is %j', (text, expected) => expect(normalisePayer(text)).toBe(expected));

it('does not treat two unknown payers as the same payer', () => {
  expect(isAllowedPayer(['not a payer'], 'not a payer')).toBe(false);
});
