import { type TemplateResult, html, nothing } from 'lit';

import type { OfferView } from '../api/types.ts';
import { amountView } from './amount-view.ts';
import type { ButtonController } from './button-controller.ts';
import { linkView } from './link-view.ts';
import { payView } from './pay-view.ts';
import { shareToggle, shareView } from './share-view.ts';
import { termsView } from './terms-view.ts';
import { usageView } from './usage-view.ts';

/** The offer from top to bottom. A link replaces its description, amount and button. */
export function offerView(button: ButtonController, offer: OfferView): TemplateResult {
  const { host, state, strings } = button;
  const isCard = host.variant !== 'button';
  const link = ['opened', 'blocked', 'paid'].includes(state.phase) ? state.link : null;
  const badge =
    offer.environment === 'sandbox' ? html`<span part="badge" class="test">${strings.test}</span>` : nothing;
  const head = html`<div class="head">
    <div part="title" class="title"><slot name="title">${offer.title}</slot></div>
    ${badge}
  </div>`;
  const details = [
    isCard ? html`<p part="description"><slot name="description">${offer.description}</slot></p>` : nothing,
    isCard || offer.amount.mode === 'open' ? amountView(button, offer.amount) : nothing,
    usageView(button, offer),
    termsView(button),
  ];
  return html`${isCard ? head : nothing} ${link ? nothing : details}
    <div class=${link ? 'end linked' : 'end'}>
      ${link ? linkView(button, link) : payView(button, offer)}
      ${
        isCard && state.phase === 'paid'
          ? nothing
          : html`<div class="foot">
              <small part="cards"><slot name="logos">${strings.cards}</slot></small>
              ${shareToggle(button)} ${isCard ? nothing : badge}
            </div>`
      }
      ${shareView(button)}
    </div>`;
}
