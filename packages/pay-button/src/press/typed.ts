import {
  type AmountProblem,
  type AmountRules,
  type Centimes,
  amountProblem,
  nearestAmount,
  parseTypedAmount,
} from '@mytpe-pay/contract/money';
import type { TemplateResult } from 'lit';

import type { Host, Model } from '../model.ts';
import type { OfferAmount } from '../views.ts';
import { focusOn } from './focus.ts';
import type { Kit } from './kit.ts';
import type { LateStrings } from './strings/late-strings.ts';

/** What is wrong with a typed amount: empty, no amount, or a rule it breaks. */
type Problem = 'required' | 'invalid' | AmountProblem;

export interface TypedAmount {
  /** Centimes; `null` when nothing can be read. */
  readonly value: Centimes | null;
  readonly problem: Problem | null;
  readonly rules: AmountRules;
}

/** Whether the amount is typed in the element. */
export function isTypedHere(amount: OfferAmount): amount is Extract<OfferAmount, { mode: 'open' }> {
  return amount.mode === 'open' && amount.entry === 'button';
}

/** Reads what was typed and checks it; `null` where nothing is typed here. */
export function checkTyped({ parseMoney }: Kit, { offer, text, language }: Model): TypedAmount | null {
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

/** The reason beside the field, and the nearest amount that can be paid one tap away. */
export function problemView(
  { html, nothing, shown, fill, displayNumber }: Kit,
  host: Host,
  { value, problem, rules }: TypedAmount,
  strings: LateStrings,
): TemplateResult {
  const { language } = host.model;
  const bound =
    { amount_below_min: rules.min, amount_above_max: rules.max, amount_off_step: rules.step }[
      problem as AmountProblem
    ] ?? rules.step;
  const text = fill(strings[problem!], shown(bound, language));
  const nearest = value === null ? null : nearestAmount(value, rules);
  const use = (): void => {
    host.type(displayNumber(nearest!, language));
    void focusOn(host, '#amount');
  };
  return html`${text}
  ${nearest === null ? nothing : html`<button part="nearest" @click=${use}>${fill(strings.use, shown(nearest, language))}</button>`}`;
}

/** The arrow keys go a step up or down, within the bounds. */
export function stepped(
  { displayNumber }: Kit,
  { value, rules }: TypedAmount,
  direction: number,
  model: Model,
): string {
  return displayNumber(nearestAmount((value ?? 0) + direction * Math.max(rules.step, 100), rules), model.language);
}
