import { CURRENCY_LABELS, displayNumber, nearestAmount, parseMoney } from '@mytpe-pay/contract/money';
import { type TemplateResult, html, nothing } from 'lit';

import type { OfferAmount } from '../api/types.ts';
import { type TypedAmount, brokenBound, readAmount } from '../payment/amount-input.ts';
import type { ButtonController } from './button-controller.ts';
import { fill, formatAmount } from './format.ts';

type OpenAmount = Extract<OfferAmount, { mode: 'open' }>;

/** The price, or the controls to choose the amount. The bounds are shown before the payer types. */
export function amountView(button: ButtonController, amount: OfferAmount): TemplateResult {
  const { strings } = button;
  if (amount.mode === 'fixed') return html`<div part="price" class="price">${money(button, amount.value)}</div>`;
  const bounds = boundsText(button, amount);
  if (amount.entry === 'hosted') return html`<p part="bounds">${strings.hosted}<br />${bounds}</p>`;
  return html`${amount.suggested.length > 0 ? suggestions(button, amount.suggested) : nothing}
  ${amountField(button, amount, bounds)}`;
}

function money({ state }: ButtonController, dinars: string): TemplateResult {
  return formatAmount(parseMoney(dinars)!, state.language);
}

function boundsText(button: ButtonController, { min, max }: OpenAmount): unknown {
  const { strings } = button;
  if (min && max) return fill(strings.between, money(button, min), money(button, max));
  if (min) return fill(strings.from, money(button, min));
  return max ? fill(strings.upTo, money(button, max)) : nothing;
}

function suggestions(button: ButtonController, suggested: readonly string[]): TemplateResult {
  const { state, strings, payment } = button;
  return html`<div part="suggestions" class="row" role="radiogroup" aria-label=${strings.amount}>
    ${suggested.map((dinars) => {
      const isChosen = state.value === parseMoney(dinars);
      return html`<label ?data-on=${isChosen}
        >${money(button, dinars)}<input
          type="radio"
          name="amount"
          .checked=${isChosen}
          ?disabled=${state.phase === 'creating'}
          @change=${() => payment.preset(dinars)}
      /></label>`;
    })}
  </div>`;
}

function amountField(button: ButtonController, { step }: OpenAmount, bounds: unknown): TemplateResult {
  const { state, strings, payment } = button;
  const typed = state.showProblem ? readAmount(state) : null;
  const problem = typed?.problem ? problemText(button, typed) : null;
  const hasStep = bounds !== nothing && parseMoney(step)! > 100;
  return html`<div part="amount">
    <label for="amount">${strings.amount}</label>
    <div class="field">
      <input
        id="amount"
        inputmode="decimal"
        autocomplete="off"
        maxlength="64"
        aria-describedby="bounds problem"
        aria-invalid=${problem ? 'true' : nothing}
        .value=${state.text}
        ?readonly=${state.phase === 'creating'}
        @input=${(event: Event) => payment.type((event.target as HTMLInputElement).value)}
        @keydown=${button.keyPressed}
      />${CURRENCY_LABELS[state.language]}
    </div>
    <small id="bounds" part="bounds">${bounds}${hasStep ? fill(strings.step, money(button, step)) : nothing}</small>
    <div id="problem" part="problem" class="error" role="alert">${problem}</div>
  </div>`;
}

/** The reason why the amount cannot be paid, with a button for the nearest payable amount. */
function problemText(button: ButtonController, typed: TypedAmount): TemplateResult {
  const { state, strings, payment } = button;
  const { value, problem, rules } = typed;
  const { language } = state;
  const reason = fill(strings[problem!], formatAmount(brokenBound(typed) ?? rules.step, language));
  const nearest = value === null ? null : nearestAmount(value, rules);
  const choose = (): void => {
    payment.type(displayNumber(nearest!, language));
    void button.focus('amount');
  };
  return html`${reason}
  ${nearest === null ? nothing : html`<button part="nearest" @click=${choose}>${fill(strings.use, formatAmount(nearest, language))}</button>`}`;
}
