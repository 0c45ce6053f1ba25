import type { TemplateResult } from 'lit';

import type { Host } from '../model.ts';
import type { Kit } from '../press/kit.ts';
import type { LinkView } from '../views.ts';
import { printAlone } from './print.ts';
import { type QrCode, pngAddress, qrCode, svgAddress } from './qr-code.ts';
import { SHARE_STYLES } from './share-styles.ts';

/** The code of an address, and the addresses of its files; the picture's is there a moment later. */
interface DrawnCode extends QrCode {
  readonly url: string;
  readonly svg: string;
  png?: string;
}

/** The ways to pass a payment link on, as a picture. What is shared is always the link's own address. */
export class Sharing {
  readonly #kit: Kit;
  readonly #host: Host;
  readonly #root: ShadowRoot;
  #code: DrawnCode | null = null;

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
    const { late, offer } = this.#host.model;
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
    return html`<div part="share-panel" class="share" role="group" aria-label=${late!.sharing}>
      ${ways.includes('qr') ? this.#qr(link) : nothing}
      <div class="row">
        ${copy}
        ${native && canSend ? html`<button part="native" class="quiet" @click=${() => this.#send(link)}>${late!.send}</button>` : nothing}
        ${way('whatsapp', `https://wa.me/?text=${said}`, 'WhatsApp')}
        ${way('email', `mailto:?subject=${encodeURIComponent(offer!.title)}&body=${said}`, late!.email)}
      </div>
    </div>`;
  }

  #qr(link: LinkView): TemplateResult {
    const { html, nothing } = this.#kit;
    const late = this.#host.model.late!;
    const { size, path, svg, png } = this.#codeOf(link.url);
    const save = (kind: string, href: string | undefined) =>
      html`<a
        part=${kind}
        class="quiet"
        href=${href ?? nothing}
        download=${`${link.offer}.${kind}`}
        aria-label=${late.save.replace('{}', kind.toUpperCase())}
        @click=${this.#shared(link, 'qr')}
        >${kind.toUpperCase()}</a
      >`;
    return html`<figure part="qr" class="qr">
      <svg viewBox="0 0 1 1" role="img" aria-label=${late.qr} shape-rendering="crispEdges">
        <path fill="#fff" d="M0 0h1v1H0z" />
        <path transform=${`scale(${1 / size})`} d=${path} />
      </svg>
      <div class="row">
        ${save('svg', svg)}${save('png', png)}
        <button part="print" class="quiet" @click=${() => this.#print(link)}>${late.print}</button>
      </div>
    </figure>`;
  }

  #codeOf(url: string) {
    if (this.#code?.url !== url) {
      const drawn = qrCode(url);
      const code: DrawnCode = { ...drawn, url, svg: svgAddress(drawn) };
      this.#code = code;
      void pngAddress(drawn).then((png) => {
        code.png = png;
        this.#host.show({});
      });
    }
    return this.#code;
  }

  /** A sheet for the counter: what it is, what it costs, the code, the address. */
  #print(link: LinkView): void {
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
