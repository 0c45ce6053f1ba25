import {
  type AmountProblem,
  type AmountRules,
  type Centimes,
  amountProblem,
  nearestAmount,
  parseTypedAmount,
} from '@mytpe-pay/contract/money';

import type { OfferAmount } from '../views.ts';
import type { PaymentModel } from './payment-model.ts';
import type { Tools } from './tools.ts';

/** What is wrong with a typed amount: empty, no amount, or a rule it breaks. */
export type TypedProblem = 'required' | 'invalid' | AmountProblem;

export interface TypedAmount {
  /** Centimes; `null` when nothing can be read. */
  readonly value: Centimes | null;
  readonly problem: TypedProblem | null;
  readonly rules: AmountRules;
}

/** Whether the amount is typed in the element. */
export function isTypedHere(amount: OfferAmount): amount is Extract<OfferAmount, { mode: 'open' }> {
  return amount.mode === 'open' && amount.entry === 'button';
}

/** Reads what was typed and checks it; `null` where nothing is typed here. */
export function checkTyped({ parseMoney }: Tools, { offer, text, language }: PaymentModel): TypedAmount | null {
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

/** The arrow keys go a step up or down, within the bounds. */
export function stepped(
  { displayNumber }: Tools,
  { value, rules }: TypedAmount,
  direction: number,
  model: PaymentModel,
): string {
  return displayNumber(nearestAmount((value ?? 0) + direction * Math.max(rules.step, 100), rules), model.language);
}
