import type { Centimes } from './centimes.ts';

/**
 * The limits of an open amount, in centimes. An amount must be a multiple of `step`, counted from 0 and not from `min`.
 */
export interface AmountRules {
  readonly min: Centimes | null;
  readonly max: Centimes | null;
  readonly step: Centimes;
}

/** The reason why an amount is rejected. Each reason is an error code of the backend. */
export type AmountProblem = 'amount_below_min' | 'amount_above_max' | 'amount_off_step';

/** Returns the smallest amount that the rules allow. It is at least one step, so never 0. */
export function lowestAmount({ min, step }: AmountRules): Centimes {
  return Math.max(1, Math.ceil((min ?? 0) / step)) * step;
}

/** Returns the largest amount that the rules allow, or `null` without a maximum. */
export function highestAmount({ max, step }: AmountRules): Centimes | null {
  return max === null ? null : Math.floor(max / step) * step;
}

/**
 * Returns the first rule that an amount breaks, or `null` if the amount is allowed. Checks the bounds before the step.
 */
export function amountProblem(value: Centimes, rules: AmountRules): AmountProblem | null {
  if (value < (rules.min ?? 1)) return 'amount_below_min';
  if (rules.max !== null && value > rules.max) return 'amount_above_max';
  return value % rules.step === 0 ? null : 'amount_off_step';
}

/** Returns the allowed amount closest to `value`; of two equally close amounts, the higher one. */
export function nearestAmount(value: Centimes, rules: AmountRules): Centimes {
  const rounded = Math.round(value / rules.step) * rules.step;
  const highest = highestAmount(rules) ?? rounded;
  return Math.max(lowestAmount(rules), Math.min(highest, rounded));
}
