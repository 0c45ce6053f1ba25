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

/**
 * What an arrow key makes of the field: the next amount up or down that can be paid, as in the browser's own number field.
 * Steps are counted from 0; those under a dinar are taken several at once.
 */
export function stepped(
  { displayNumber }: Pick<Tools, 'displayNumber'>,
  { value, rules }: TypedAmount,
  direction: number,
  { language }: Pick<PaymentModel, 'language'>,
): string {
  const step = Math.ceil(100 / rules.step) * rules.step;
  const steps = (value ?? 0) / step;
  const next = direction > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1;
  return displayNumber(nearestAmount(next * step, rules), language);
}
