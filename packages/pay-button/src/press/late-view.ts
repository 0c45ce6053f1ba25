import type { TemplateResult } from 'lit';

import type { Host } from '../model.ts';
import type { PayState } from '../states.ts';
import type { LinkView } from '../views.ts';
import type { Kit } from './kit.ts';
import type { LateStrings } from './strings/late-strings.ts';

export interface LateActions {
  copy(): Promise<void>;
  reset(): void;
  opened(): void;
}

/** What the payer sees after the press. */
export function lateView(
  kit: Kit,
  host: Host,
  link: LinkView,
  actions: LateActions,
  strings: LateStrings,
): TemplateResult {
  return (host.model.state === 'paid' ? paidView : openedView)(kit, host, link, actions, strings);
}

/** What the payer does now that there is a link. */
export function whatNow({ scope }: LinkView, state: PayState, strings: LateStrings): string {
  return state === 'blocked' ? strings.blocked : scope === 'shared' ? strings.openedShared : strings.opened;
}

/** Once there is a link, its own amount is the one that counts. */
function charged({ html, nothing, parseMoney, shown }: Kit, { model }: Host, { amount }: LinkView): unknown {
  return amount === null
    ? nothing
    : html`<div part="price" class="price">${shown(parseMoney(amount)!, model.language)}</div>`;
}

function paidView(kit: Kit, host: Host, link: LinkView, { reset }: LateActions, strings: LateStrings): TemplateResult {
  const { html, nothing } = kit;
  return html`<div part="paid" class="note good">
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5 13 4 4L19 7" /></svg>
      <strong>${strings.paid}</strong>
      ${charged(kit, host, link)}
      ${link.reference === null ? nothing : html`<span>${strings.reference} <bdi>${link.reference}</bdi></span>`}
    </div>
    <button part="again" class="quiet" @click=${reset}>${strings.again}</button>`;
}

function openedView(
  kit: Kit,
  host: Host,
  link: LinkView,
  { copy, reset, opened }: LateActions,
  strings: LateStrings,
): TemplateResult {
  const { html, nothing } = kit;
  const { model, element } = host;
  return html`${charged(kit, host, link)}
    <p part="opened" class="note">${whatNow(link, model.state, strings)}</p>
    <a part="pay" class="pay" href=${link.url} target=${element.target} rel="noopener" @click=${opened}
      >${strings.open}</a
    >
    <div class="row">
      ${element.sharing.includes('copy') ? html`<button part="copy" class="quiet" @click=${copy}>${model.copied ? strings.copied : strings.copy}</button>` : nothing}
      <button part="again" class="quiet" @click=${reset}>${strings.again}</button>
    </div>
    ${model.copied === false ? html`<label class="hint">${strings.copyFailed}<input readonly dir="ltr" .value=${link.url} @focus=${selectAll} /></label>` : nothing}`;
}

function selectAll(event: Event): void {
  (event.target as HTMLInputElement).select();
}
