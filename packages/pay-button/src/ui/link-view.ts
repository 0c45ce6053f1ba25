import { parseMoney } from '@mytpe-pay/contract/money';
import { type TemplateResult, html, nothing } from 'lit';

import type { LinkView } from '../api/types.ts';
import type { ButtonController } from './button-controller.ts';
import { formatAmount } from './format.ts';
import { receiptFile } from './receipt-file.ts';
import { copyButton } from './share-view.ts';

/** The view of a link: the next step, or the confirmation. */
export function linkView(button: ButtonController, link: LinkView): TemplateResult {
  return button.state.phase === 'paid' ? paidView(button, link) : openedView(button, link);
}

/** The instruction for the payer's next step. */
export function nextStep({ state, strings }: ButtonController, { scope }: LinkView): string {
  if (state.phase === 'blocked') return strings.blocked;
  const next = state.unsent ? strings.made : scope === 'shared' ? strings.openedShared : strings.opened;
  return scope === 'shared' ? next : `${next} ${strings.listening}`;
}

/** The amount of the link, which is the amount that MyTPE charges. */
function price({ state }: ButtonController, { amount }: LinkView): unknown {
  return amount === null
    ? nothing
    : html`<div part="price" class="price">${formatAmount(parseMoney(amount)!, state.language)}</div>`;
}

function paidView(button: ButtonController, link: LinkView): TemplateResult {
  const { strings } = button;
  const { reference, receipt, id } = link;
  return html`<div part="paid" class="note good">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5 13 4 4L19 7" /></svg>
      <strong>${strings.paid}</strong>
      ${price(button, link)}
      ${reference === null ? nothing : html`<span part="reference">${strings.reference} <bdi>${reference}</bdi></span>`}
    </div>
    <div class="row">
      ${
        receipt === null
          ? nothing
          : html`<a part="receipt" class="quiet" href=${receiptFile(button, link)} download=${`${reference ?? id}.txt`}
              >${strings.receipt}</a
            >`
      }
      ${resetButton(button)}
    </div>`;
}

function openedView(button: ButtonController, link: LinkView): TemplateResult {
  const { host, payment, strings } = button;
  return html`${price(button, link)}
    <p part="opened" class="note">${nextStep(button, link)}</p>
    <a
      part="pay"
      class="pay"
      href=${host.disabled ? nothing : link.url}
      aria-disabled=${host.disabled}
      target=${host.target}
      rel="noopener"
      @click=${() => payment.followed()}
      >${strings.open}</a
    >
    <div class="row">${copyButton(button)} ${resetButton(button)}</div>`;
}

function resetButton({ reset, strings }: ButtonController): TemplateResult {
  return html`<button part="again" class="quiet" @click=${reset}>${strings.again}</button>`;
}
