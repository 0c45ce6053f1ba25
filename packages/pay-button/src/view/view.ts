import { parseMoney } from '@mytpe-pay/contract/money';
import { type TemplateResult, html, nothing } from 'lit';

import type { Host, Model } from '../model.ts';
import type { Press } from '../press/press.ts';
import type { Strings } from '../strings/strings.ts';
import type { OfferView } from '../views.ts';
import { amountView } from './amount-view.ts';
import { fill, shown } from './shown.ts';

/** The whole picture; what comes after the press has its pieces in it once it is loaded. */
export function view(host: Host): TemplateResult {
  const press = host.late;
  const { state, strings, offer, language } = host.model;
  const content =
    state === 'error' ? failure(host) : offer && strings ? offerView(host, press, offer, strings) : skeleton();
  return html`<div
    part="base"
    class="box"
    role="group"
    aria-label=${offer?.title ?? nothing}
    lang=${language}
    dir=${language === 'ar' ? 'rtl' : 'ltr'}
    aria-busy=${state === 'loading'}
  >
    ${content}
    <div role="status">${press?.announcement()}</div>
  </div>`;
}

/** The shape of what comes; the element keeps its height, so nothing around it moves. */
function skeleton(): TemplateResult {
  return html`<i class="bone"></i><i class="bone"></i><i class="bone end"></i>`;
}

function offerView(host: Host, press: Press | null, offer: OfferView, strings: Strings): TemplateResult {
  const { state, link } = host.model;
  const { variant, share, disabled } = host.page;
  const card = variant !== 'button';
  const late = press && link && (state === 'opened' || state === 'blocked' || state === 'paid');
  const badge =
    offer.environment === 'sandbox' ? html`<span part="badge" class="test">${strings.test}</span>` : nothing;
  return html`${
      card
        ? html`<div class="head">
            <div part="title" class="title"><slot name="title">${offer.title}</slot></div>
            ${badge}
          </div>`
        : nothing
    }
    ${late || !card ? nothing : html`<p part="description"><slot name="description">${offer.description}</slot></p>`}
    ${late ? nothing : [card || offer.amount.mode === 'open' ? amountView(host, press, offer, strings) : nothing, press?.notes(), press?.terms()]}
    <div class=${late ? 'end late' : 'end'}>
      ${late ? press.late(link) : action(host, offer, strings)}
      ${
        card && state === 'paid'
          ? nothing
          : html`<div class="foot">
              <small part="cards"><slot name="logos">${strings.cards}</slot></small>
              ${
                card && state !== 'closed' && share !== 'none'
                  ? html`<button
                      part="share"
                      ?disabled=${disabled}
                      aria-expanded=${host.model.sharing}
                      @click=${() => host.use((press) => press.toggleShare())}
                    >
                      ${strings.share}
                    </button>`
                  : nothing
              }
              ${card ? nothing : badge}
            </div>`
      }
      ${press?.sharing()}
    </div>`;
}

/** Pay: a real link where the address is known, else a button; or the sentence that says why not. */
function action(host: Host, offer: OfferView, strings: Strings): unknown {
  const { state, error, changed, agreed } = host.model;
  const { disabled, target, termsRequired } = host.page;
  if (state === 'closed')
    return html`<p part="closed" class="note">${strings.closed[offer.availability as 'expired']}</p>`;
  const label = html`<slot name="label"
    >${state === 'creating' ? strings.creating : payLabel(host.model, offer, strings)}</slot
  >`;
  const url =
    offer.scope === 'shared' && offer.link?.payable && !disabled && (agreed || !termsRequired) && offer.link.url;
  return [
    changed ? html`<p class="error" role="alert">${strings.changed}</p>` : nothing,
    error ? html`<p part="error" class="error" role="alert">${error.message || strings.offline}</p>` : nothing,
    url
      ? html`<a
          part="pay"
          class="pay"
          href=${url}
          target=${target}
          rel="noopener"
          @click=${(event: Event) => onFollow(event, host, offer)}
          >${label}</a
        >`
      : html`<button
          part="pay"
          class="pay"
          ?disabled=${disabled}
          aria-disabled=${state === 'creating'}
          @click=${() => host.pay()}
        >
          ${label}
        </button>`,
    error?.retryable ? html`<slot></slot>` : nothing,
  ];
}

/** The browser itself goes to an address that is known; we only say so. */
function onFollow(event: Event, host: Host, offer: OfferView): void {
  if (host.emit('mytpe-pay', { offer, amount: null })) void host.use((press) => press.opened());
  else event.preventDefault();
}

function payLabel({ value, language }: Model, { amount }: OfferView, strings: Strings): unknown {
  const charged = amount.mode === 'fixed' ? parseMoney(amount.value)! : value;
  return charged === null ? strings.pay : fill(strings.payAmount, shown(charged, language));
}

/** The offer cannot be shown: the reason, another try, and the page's own link, which always works. */
function failure(host: Host): TemplateResult {
  const { error, strings } = host.model;
  return html`<p part="error" class="note" role="alert">${error?.message || strings?.offline}</p>
    <div class="end">
      <slot></slot>
      ${strings ? html`<button part="retry" class="quiet" @click=${() => host.refresh()}>${strings.retry}</button>` : nothing}
    </div>`;
}
