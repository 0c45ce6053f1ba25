import fc from 'fast-check';
import { expect, it } from 'vitest';

import { type AmountRules, amountProblem, highestAmount, lowestAmount, nearestAmount } from './amount-bounds.ts';

const donation: AmountRules = { min: 20_000, max: 5_000_000, step: 5_000 };

it.each([
  [19_999, 'amount_below_min'],
  [20_000, null],
  [20_001, 'amount_off_step'],
  [5_000_000, null],
  [5_000_001, 'amount_above_max'],
] as const)('%d centimes: %s', (value, problem) => expect(amountProblem(value, donation)).toBe(problem));

it('rejects 0, even without bounds', () => {
  expect(amountProblem(0, { min: null, max: null, step: 1 })).toBe('amount_below_min');
});

it('the nearest, lowest and highest amounts obey the rules', () => {
  const rules = fc.record({
    min: fc.integer({ min: 1, max: 10_000 }),
    span: fc.integer({ min: 1_000, max: 99_999 }),
    step: fc.integer({ min: 1, max: 1_000 }),
  });
  fc.assert(
    fc.property(rules, fc.integer({ min: 0, max: 1_000_000 }), ({ min, span, step }, value) => {
      const bounds = { min, max: min + span, step };
      const nearest = nearestAmount(value, bounds);
      expect(amountProblem(nearest, bounds)).toBeNull();
      if (amountProblem(value, bounds) === null) expect(nearest).toBe(value);
      expect(amountProblem(lowestAmount(bounds), bounds)).toBeNull();
      expect(amountProblem(highestAmount(bounds)!, bounds)).toBeNull();
    }),
  );
});
