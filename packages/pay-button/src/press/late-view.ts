import type { TemplateResult } from 'lit';

import type { Host, Model } from '../model.ts';
import type { Strings } from '../strings/strings.ts';
import type { LinkView } from '../views.ts';
import type { Kit } from './kit.ts';
import { receiptAddress } from './receipt.ts';

export interface LateActions {
  copy(): Promise<void>;
  reset(): void;
  opened(): void;
}

/** What the payer sees after the press. */
export function lateView(kit: Kit, host: Host, link: LinkView, actions: LateActions, strings: Strings): TemplateResult {
  return (host.model.state === 'paid' ? paidView : openedView)(kit, host, link, actions, strings);
}

/** What the payer does now that there is a link. */
export function whatNow({ scope }: LinkView, { state, unsent }: Model, strings: Strings): string {
  if (state === 'blocked') return strings.blocked;
  const next = unsent ? strings.made : scope === 'shared' ? strings.openedShared : strings.opened;
  return scope === 'shared' ? next : `${next} ${strings.listening}`;
}

/** Once there is a link, its own amount is the one that counts. */
function charged({ html, nothing, parseMoney, shown }: Kit, { model }: Host, { amount }: LinkView): unknown {
  return amount === null
    ? nothing
    : html`<div part="price" class="price">${shown(parseMoney(amount)!, model.language)}</div>`;
}

function paidView(kit: Kit, host: Host, link: LinkView, { reset }: LateActions, strings: Strings): TemplateResult {
  const { html, nothing } = kit;
  return html`<div part="paid" class="note good">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5 13 4 4L19 7" /></svg>
      <strong>${strings.paid}</strong>
      ${charged(kit, host, link)}
      ${link.reference === null ? nothing : html`<span part="reference">${strings.reference} <bdi>${link.reference}</bdi></span>`}
    </div>
    <div class="row">
      ${
        link.receipt === null
          ? nothing
          : html`<a
              part="receipt"
              class="quiet"
              href=${receiptAddress(kit, link, host.model)}
              download=${`${link.reference ?? link.id}.txt`}
              >${strings.receipt}</a
            >`
      }
      <button part="again" class="quiet" @click=${reset}>${strings.again}</button>
    </div>`;
}

function openedView(
  kit: Kit,
  host: Host,
  link: LinkView,
  { copy, reset, opened }: LateActions,
  strings: Strings,
): TemplateResult {
  const { html, nothing } = kit;
  const { model, page } = host;
  return html`${charged(kit, host, link)}
    <p part="opened" class="note">${whatNow(link, model, strings)}</p>
    <a
      part="pay"
      class="pay"
      href=${page.disabled ? nothing : link.url}
      aria-disabled=${page.disabled}
      target=${page.target}
      rel="noopener"
      @click=${opened}
      >${strings.open}</a
    >
    <div class="row">
      ${copyButton(kit, host, copy)}
      <button part="again" class="quiet" @click=${reset}>${strings.again}</button>
    </div>`;
}

export function copyButton({ html, nothing }: Kit, { model, page }: Host, copy: () => unknown): unknown {
  return page.share.includes('copy')
    ? html`<button part="copy" class="quiet" @click=${copy}>
        ${model.copied ? model.strings!.copied : model.strings!.copy}
      </button>`
    : nothing;
}

/** Where copying is forbidden, the address can be selected. */
export function addressField({ html }: Kit, { url }: LinkView, strings: Strings): TemplateResult {
  return html`<label part="address" class="hint"
    >${strings.copyFailed}<input readonly dir="ltr" .value=${url} @focus=${selectAll}
  /></label>`;
}

function selectAll(event: Event): void {
  (event.target as HTMLInputElement).select();
}
