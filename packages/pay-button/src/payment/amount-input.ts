import {
  type AmountProblem,
  type AmountRules,
  type Centimes,
  type Language,
  amountProblem,
  displayNumber,
  nearestAmount,
  parseMoney,
  parseTypedAmount,
} from '@mytpe-pay/contract/money';

import type { OfferAmount } from '../api/types.ts';
import type { PaymentState } from './payment-state.ts';

/** The problem of a typed amount: it is empty, is not an amount, or breaks a rule of the offer. */
export type TypedProblem = 'required' | 'invalid' | AmountProblem;

export interface TypedAmount {
  /** Centimes. `null` if the text is not an amount. */
  readonly value: Centimes | null;
  readonly problem: TypedProblem | null;
  readonly rules: AmountRules;
}

/** `true` if the amount is typed in the element. */
export function isTypedHere(amount: OfferAmount): amount is Extract<OfferAmount, { mode: 'open' }> {
  return amount.mode === 'open' && amount.entry === 'button';
}

/** Parses the typed text and checks the amount against the offer. `null` if the amount is not typed in the element. */
export function readAmount({
  offer,
  text,
  language,
}: Pick<PaymentState, 'offer' | 'text' | 'language'>): TypedAmount | null {
  if (!offer || !isTypedHere(offer.amount)) return null;
  const { min, max, step } = offer.amount;
  const rules = {
    min: min === null ? null : parseMoney(min)!,
    max: max === null ? null : parseMoney(max)!,
    step: parseMoney(step)!,
  };
  const value = parseTypedAmount(text, language);
  if (value === undefined) return { value: null, problem: text.trim() === '' ? 'required' : 'invalid', rules };
  return { value, problem: amountProblem(value, rules), rules };
}

/** The minimum, maximum or step that an amount breaks, in centimes. `null` if it breaks none. */
export function brokenBound({ problem, rules }: TypedAmount): Centimes | null {
  const bounds = { amount_below_min: rules.min, amount_above_max: rules.max, amount_off_step: rules.step };
  return bounds[problem as AmountProblem] ?? null;
}

/**
 * The field's text after an arrow key: the next payable amount up (`1`) or down (`-1`), as in the browser's number field.
 * Counts steps from 0. Multiplies steps under one dinar to at least one dinar.
 */
export function stepped({ value, rules }: TypedAmount, direction: number, language: Language): string {
  const step = Math.ceil(100 / rules.step) * rules.step;
  const steps = (value ?? 0) / step;
  const next = direction > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1;
  return displayNumber(nearestAmount(next * step, rules), language);
}

/** The field's text for an amount that the page sets: `1500`, `1500.00`. Other text stays unchanged. */
export function presetText(dinars: string, language: Language): string {
  const value = parseMoney(dinars) ?? parseMoney(`${dinars}.00`);
  return value === undefined ? dinars : displayNumber(value, language);
}
