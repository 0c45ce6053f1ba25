import { parseMoney } from '@mytpe-pay/contract/money';
import { type TemplateResult, html, nothing } from 'lit';

import type { OfferView } from '../api/types.ts';
import type { ButtonController } from './button-controller.ts';
import { fill, formatAmount } from './format.ts';

/** Pay as a link if the address is known, else as a button, or the reason why the offer cannot be paid. */
export function payView(button: ButtonController, offer: OfferView): unknown {
  const { state, strings } = button;
  const { phase, error, changed } = state;
  if (phase === 'closed')
    return html`<p part="closed" class="note">${strings.closed[offer.availability as 'expired']}</p>`;
  const label = html`<slot name="label">${phase === 'creating' ? strings.creating : payLabel(button, offer)}</slot>`;
  return [
    changed ? html`<p class="error" role="alert">${strings.changed}</p>` : nothing,
    error ? html`<p part="error" class="error" role="alert">${error.message || strings.offline}</p>` : nothing,
    payAction(button, offer, label),
    error?.retryable ? html`<slot></slot>` : nothing,
  ];
}

function payAction(button: ButtonController, offer: OfferView, label: TemplateResult): TemplateResult {
  const { host, payment, state, view } = button;
  const hasAgreed = view.agreed || !host.termsRequired;
  const link = offer.scope === 'shared' && offer.link?.payable && !host.disabled && hasAgreed ? offer.link : null;
  if (link)
    return html`<a
      part="pay"
      class="pay"
      href=${link.url}
      target=${host.target}
      rel="noopener"
      @click=${(event: Event) => followed(event, button, offer)}
      >${label}</a
    >`;
  return html`<button
    part="pay"
    class="pay"
    ?disabled=${host.disabled}
    aria-disabled=${state.phase === 'creating'}
    @click=${() => payment.pay()}
  >
    ${label}
  </button>`;
}

/** Handles a click on a known address, which the browser opens itself. */
function followed(event: Event, button: ButtonController, offer: OfferView): void {
  if (button.emit('mytpe-pay', { offer, amount: null })) button.payment.followed();
  else event.preventDefault();
}

function payLabel({ state, strings }: ButtonController, { amount }: OfferView): unknown {
  const charged = amount.mode === 'fixed' ? parseMoney(amount.value)! : state.value;
  return charged === null ? strings.pay : fill(strings.payAmount, formatAmount(charged, state.language));
}
