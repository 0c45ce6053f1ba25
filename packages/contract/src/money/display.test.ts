import fc from 'fast-check';
import { expect, it } from 'vitest';

import { runs } from '../../../../.ci/sample.ts';
import { MAX_CENTIMES } from './centimes.ts';
import { displayAmount, displayNumber } from './display.ts';

it.each([
  ['ar', 'ar-DZ'],
  ['fr', 'fr-DZ'],
  ['en', 'en'],
] as const)('displayNumber writes an amount as Intl does (%s)', (language, locale) => {
  const amount = fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: MAX_CENTIMES }));
  fc.assert(
    fc.property(amount, (value) => {
      const minimumFractionDigits = value % 100 === 0 ? 0 : 2;
      const written = (value / 100).toLocaleString(locale, { minimumFractionDigits, maximumFractionDigits: 2 });
      expect(displayNumber(value, language)).toBe(written);
    }),
    { numRuns: runs(2000, 20_000) },
  );
});

it.each([
  ['ar', 'د.ج', '1.234.567,05'],
  ['fr', 'DA', '1\u202f234\u202f567,05'],
  ['en', 'DA', '1,234,567.05'],
] as const)('displayAmount joins number and currency with a no-break space (%s)', (language, currency, number) => {
  expect(displayAmount(123_456_705, language)).toBe(`${number}\u00a0${currency}`);
});
