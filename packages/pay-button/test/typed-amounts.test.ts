import { LANGUAGES, type Language, displayAmount, displayNumber, formatMoney } from '@mytpe-pay/contract/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import { type TypedAmount, readAmount } from '../src/payment/amount-input.ts';
import { OPEN, offerView } from './element/samples.ts';

/** The rules of an offer for an amount, in centimes. Bounds need not be multiples of the step. */
interface Rules {
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number;
}

const bound = fc.option(fc.integer({ min: 1, max: 9_000_000 }));
const anyRules: fc.Arbitrary<Rules> = fc
  .record({ min: bound, max: bound, step: fc.constantFrom(1, 5, 50, 100, 2500, 5000, 33) })
  .filter(({ min, max }) => min === null || max === null || min <= max);
const language = fc.constantFrom(...LANGUAGES);

/** The element's result for a text under these rules. */
function typed(text: string, language: Language, { min, max, step }: Rules): TypedAmount {
  const dinars = (value: number | null): string | null => (value === null ? null : formatMoney(value));
  const offer = offerView({ amount: { ...OPEN, min: dinars(min), max: dinars(max), step: formatMoney(step) } });
  return readAmount({ offer, text, language })!;
}

function isAllowed(value: number, { min, max, step }: Rules): boolean {
  return value > 0 && value >= (min ?? 0) && value <= (max ?? Infinity) && value % step === 0;
}

describe('a typed amount', () => {
  it('is charged exactly as shown, or refused, for any bounds and step', () => {
    const amount = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(amount, language, anyRules, (amount, language, rules) => {
        for (const text of [displayNumber(amount, language), displayAmount(amount, language)]) {
          const { value, problem } = typed(text, language, rules);
          expect(value).toBe(amount);
          expect(problem === null).toBe(isAllowed(amount, rules));
        }
      }),
      { numRuns: runs(2000, 20_000) },
    );
  });

  it('is never outside the bounds or off the step, for any text', () => {
    // Many of these look like amounts. Refusing everything would prove little.
    const likely = fc.string({ unit: fc.constantFrom(...'0123456789٠١٥۵., \u202f٫٬\u200f\u2066-DA'), maxLength: 12 });
    const text = fc.oneof({ arbitrary: likely, weight: 4 }, fc.string({ unit: 'binary' }), fc.string());
    let accepted = 0;
    fc.assert(
      fc.property(text, language, anyRules, (text, language, rules) => {
        const { value, problem } = typed(text, language, rules);
        if (problem !== null) return;
        accepted += 1;
        expect(isAllowed(value!, rules)).toBe(true);
      }),
      { numRuns: runs(5000, 100_000) },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it.each(['१५००', '１５００', '𝟏𝟓𝟎𝟎', '1e5', '٪500', '1\u20df500'])('is refused in unsupported digits: %s', (text) => {
    for (const language of LANGUAGES)
      expect(typed(text, language, { min: null, max: null, step: 1 })).toMatchObject({
        value: null,
        problem: 'invalid',
      });
  });
});
