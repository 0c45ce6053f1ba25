import type { Centimes } from './centimes.ts';

/** What an open amount must obey, in centimes. Steps are counted from 0, not from `min`. */
export interface AmountRules {
  readonly min: Centimes | null;
  readonly max: Centimes | null;
  readonly step: Centimes;
}

/** Why an amount is refused; each is an error code of the wire contract. */
export type AmountProblem = 'amount_below_min' | 'amount_above_max' | 'amount_off_step';

/** The smallest amount the rules allow: at least one step, so never 0. */
export function lowestAmount({ min, step }: AmountRules): Centimes {
  return Math.max(1, Math.ceil((min ?? 0) / step)) * step;
}

/** The largest amount the rules allow, or `null` without a maximum. */
export function highestAmount({ max, step }: AmountRules): Centimes | null {
  return max === null ? null : Math.floor(max / step) * step;
}

/** The first rule an amount breaks, bounds before step; `null` when it may be charged. */
export function amountProblem(value: Centimes, rules: AmountRules): AmountProblem | null {
  if (value < (rules.min ?? 1)) return 'amount_below_min';
  if (rules.max !== null && value > rules.max) return 'amount_above_max';
  return value % rules.step === 0 ? null : 'amount_off_step';
}

/** The allowed amount closest to `value` (the higher of two equally close): what "use 200 DA instead" offers. */
export function nearestAmount(value: Centimes, rules: AmountRules): Centimes {
  const rounded = Math.round(value / rules.step) * rules.step;
  const highest = highestAmount(rules) ?? rounded;
  return Math.max(lowestAmount(rules), Math.min(highest, rounded));
}
