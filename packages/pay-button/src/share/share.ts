import type { TemplateResult } from 'lit';

import type { PayError } from '../backend.ts';
import type { Host } from '../model.ts';
import type { Kit } from '../press/kit.ts';
import type { LinkView, QrCodeView } from '../views.ts';
import { printAlone } from './print.ts';
import { SHARE_STYLES } from './share-styles.ts';

/** The ways to pass a payment link on, as a picture. What is shared is always the link's own address. */
export class Sharing {
  readonly #kit: Kit;
  readonly #host: Host;
  readonly #root: ShadowRoot;
  /** The link whose code was asked for. */
  #asked = '';
  #code: QrCodeView | PayError | null = null;

  constructor(kit: Kit, host: Host, root: ShadowRoot) {
    this.#kit = kit;
    this.#host = host;
    this.#root = root;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHARE_STYLES);
    root.adoptedStyleSheets.push(sheet);
  }

  /** @param copy the button that copies, where none is shown elsewhere. */
  view(link: LinkView, copy: unknown): TemplateResult {
    const { html, nothing } = this.#kit;
    const { strings, offer } = this.#host.model;
    const ways = this.#host.page.share.split(/\s+/);
    const native = ways.includes('native');
    const canSend = 'share' in navigator;
    const said = encodeURIComponent(`${offer!.title}\n${link.url}`);
    const way = (name: string, href: string, label: string) =>
      ways.includes(name) || (native && !canSend)
        ? html`<a
            part=${name}
            class="quiet"
            href=${href}
            target=${name === 'email' ? nothing : '_blank'}
            rel="noopener"
            @click=${this.#shared(link, name)}
            >${label}</a
          >`
        : nothing;
    return html`<div part="share-panel" class="share" role="group" aria-label=${strings!.sharing}>
      ${ways.includes('qr') ? this.#qr(link) : nothing}
      <div class="row">
        ${copy}
        ${native && canSend ? html`<button part="native" class="quiet" @click=${() => this.#send(link)}>${strings!.send}</button>` : nothing}
        ${way('whatsapp', `https://wa.me/?text=${said}`, 'WhatsApp')}
        ${way('email', `mailto:?subject=${encodeURIComponent(offer!.title)}&body=${said}`, strings!.email)}
      </div>
    </div>`;
  }

  #qr(link: LinkView): TemplateResult {
    const { html } = this.#kit;
    const { strings } = this.#host.model;
    const code = this.#codeOf(link);
    if (code && 'message' in code)
      return html`<p part="error" class="error" role="alert">${code.message || strings!.offline}</p>
        <button part="retry" class="quiet" @click=${() => this.#ask(link)}>${strings!.retry}</button>`;
    const save = (kind: string) =>
      html`<a
        part=${kind}
        class="quiet"
        href=${`${this.#host.backend().endpoint}/v1/links/${link.id}/qr.${kind}`}
        target="_blank"
        download
        aria-label=${strings!.save.replace('{}', kind.toUpperCase())}
        @click=${this.#shared(link, 'qr')}
        >${kind.toUpperCase()}</a
      >`;
    return html`<figure part="qr" class="qr">
      <svg viewBox=${code?.view_box ?? '0 0 9 9'} role="img" aria-label=${strings!.qr}>
        <path d=${code?.path ?? ''} />
      </svg>
      <div class="row">
        ${save('svg')}${save('png')}
        <button part="print" class="quiet" @click=${() => this.#print(link)}>${strings!.print}</button>
      </div>
    </figure>`;
  }

  #codeOf(link: LinkView) {
    if (this.#asked !== link.id) this.#ask(link);
    return this.#code;
  }

  #ask({ id }: LinkView): void {
    this.#asked = id;
    this.#code = null;
    const host = this.#host;
    const answer = (code: QrCodeView | PayError) => {
      if (this.#asked !== id) return;
      this.#code = code;
      host.show({});
    };
    this.#kit.ask(host.backend(), `links/${id}/qr`, (code) => code as QrCodeView).then(answer, answer);
  }

  /** A sheet for the counter: what it is, what it costs, the code, the address. */
  #print(link: LinkView): void {
    if (!this.#code) return;
    const root = this.#root;
    const price = root.querySelector('.price');
    printAlone(
      [this.#host.model.offer!.title, price?.textContent ?? '', root.querySelector('.qr svg')!, link.url],
      root.querySelector<HTMLElement>('.box')!,
    );
    this.#shared(link, 'qr')();
  }

  #send(link: LinkView): void {
    const { title } = this.#host.model.offer!;
    // Whoever closes the sheet without sending has shared nothing.
    navigator.share({ title, url: link.url }).then(this.#shared(link, 'native'), () => {});
  }

  #shared(link: LinkView, way: string): () => void {
    return () => void this.#host.emit('mytpe-share', { link, way: way as 'qr' });
  }
}
