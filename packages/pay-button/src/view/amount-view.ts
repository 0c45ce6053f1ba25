import { CURRENCY_LABELS, displayNumber, parseMoney } from '@mytpe-pay/contract/money';
import { type TemplateResult, html, nothing } from 'lit';

import type { Host } from '../model.ts';
import type { Press } from '../press/press.ts';
import type { Strings } from '../strings/strings.ts';
import type { OfferView } from '../views.ts';
import { fill, shown } from './shown.ts';

/** The price, or where it is chosen; the bounds are spelled out before anything can go wrong. */
export function amountView(host: Host, press: Press | null, { amount }: OfferView, strings: Strings): TemplateResult {
  const { language, text, value, showProblem, state } = host.model;
  const money = (dinars: string) => shown(parseMoney(dinars)!, language);
  if (amount.mode === 'fixed') return html`<div part="price" class="price">${money(amount.value)}</div>`;
  const { min, max, step, suggested } = amount;
  const bounds =
    min && max
      ? fill(strings.between, money(min), money(max))
      : min
        ? fill(strings.from, money(min))
        : max
          ? fill(strings.upTo, money(max))
          : nothing;
  if (amount.entry === 'hosted') return html`<p part="bounds">${strings.hosted}<br />${bounds}</p>`;
  const problem = showProblem ? press?.problem() : null;
  const creating = state === 'creating';
  return html`${
      suggested.length > 0
        ? html`<div part="suggestions" class="row" role="radiogroup" aria-label=${strings.amount}>
            ${suggested.map((dinars) => {
              const on = value === parseMoney(dinars);
              return html`<label ?data-on=${on}
                >${money(dinars)}<input
                  type="radio"
                  name="amount"
                  .checked=${on}
                  ?disabled=${creating}
                  @change=${() => host.type(displayNumber(parseMoney(dinars)!, language))}
              /></label>`;
            })}
          </div>`
        : nothing
    }
    <div part="amount">
      <label for="amount">${strings.amount}</label>
      <div class="field">
        <input
          id="amount"
          inputmode="decimal"
          autocomplete="off"
          maxlength="64"
          aria-describedby="bounds problem"
          aria-invalid=${problem ? 'true' : nothing}
          .value=${text}
          ?readonly=${creating}
          @input=${(event: Event) => host.type((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => (event.key === 'Enter' ? host.pay() : host.use((press) => press.key(event)))}
        />${CURRENCY_LABELS[language]}
      </div>
      <small id="bounds" part="bounds"
        >${bounds}${bounds !== nothing && parseMoney(step)! > 100 ? fill(strings.step, money(step)) : nothing}</small
      >
      <div id="problem" part="problem" class="error" role="alert">${problem}</div>
    </div>`;
}
