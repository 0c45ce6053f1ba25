import { type AmountProblem, nearestAmount } from '@mytpe-pay/contract/money';
import type { TemplateResult } from 'lit';

import type { Host } from '../model.ts';
import type { TypedAmount } from '../payment/typed-amount.ts';
import type { Strings } from '../strings/strings.ts';
import { focusOn } from './focus.ts';
import type { Kit } from './kit.ts';

/** The reason beside the field, and the nearest amount that can be paid one tap away. */
export function problemView(
  { html, nothing, shown, fill, displayNumber }: Kit,
  host: Host,
  { value, problem, rules }: TypedAmount,
  strings: Strings,
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
