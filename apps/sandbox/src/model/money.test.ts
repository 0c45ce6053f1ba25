import fc from 'fast-check';
import { expect, it } from 'vitest';

import { MAX_CENTIMES, formatCentimes, parseCentimes } from './money.ts';

const amounts = fc.integer({ min: 0, max: MAX_CENTIMES });

it('keeps every amount across a round trip, as text and as a JSON number', () => {
  fc.assert(
    fc.property(amounts, (centimes) => {
      const text = formatCentimes(centimes);
      expect(text).toMatch(/^\d+\.\d{2}$/);
      expect(parseCentimes(text)).toBe(centimes);
      expect(parseCentimes(JSON.parse(text))).toBe(centimes);
    }),
  );
});

it('rejects a third decimal instead of rounding it', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 9 }), (centimes, third) => {
      expect(parseCentimes(`${formatCentimes(centimes)}${third}`)).toBeNull();
    }),
  );
  expect(parseCentimes(0.1 + 0.2)).toBeNull();
});

it('returns an amount in range or null for any input', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.double(), fc.string()), (value) => {
      const parsed = parseCentimes(value);
      expect(parsed === null || (Number.isSafeInteger(parsed) && parsed >= 0 && parsed <= MAX_CENTIMES)).toBe(true);
    }),
  );
});
