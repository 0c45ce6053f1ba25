import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_CENTIMES, formatMoney, parseMoney } from './centimes.ts';

describe('amounts in JSON', () => {
  it('parseMoney reads every amount that formatMoney writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_CENTIMES }), (value) => {
        expect(parseMoney(formatMoney(value))).toBe(value);
      }),
    );
  });

  it.each([
    '4500',
    '4500.0',
    '4500.000',
    '04500.00',
    '-1.00',
    '1e3',
    ' 1.00',
    '1.00\n',
    '1,00',
    '',
    '.00',
    '1000000000000.00',
  ])('parseMoney rejects %j', (text) => expect(parseMoney(text)).toBeUndefined());

  it.each([-1, 0.5, Number.NaN, Infinity, MAX_CENTIMES + 1])('formatMoney throws for %d', (value) =>
    expect(() => formatMoney(value)).toThrow(RangeError),
  );
});
