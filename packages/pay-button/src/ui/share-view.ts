import { type TemplateResult, html, nothing } from 'lit';

import type { LinkView } from '../api/types.ts';
import type { ShareWay } from '../events.ts';
import type { ButtonController } from './button-controller.ts';

/** The button that opens and closes the share panel. */
export function shareToggle(button: ButtonController): unknown {
  const { host, state, strings, view } = button;
  if (host.variant === 'button' || host.share === 'none' || state.phase === 'closed') return nothing;
  return html`<button
    part="share"
    ?disabled=${host.disabled}
    aria-expanded=${view.sharing}
    @click=${() => button.toggleShare()}
  >
    ${strings.share}
  </button>`;
}

/** The open share panel, and the address to select if the browser forbids copying. */
export function shareView(button: ButtonController): unknown {
  const { host, payment, state, view } = button;
  const { link } = payment;
  if (!link || host.disabled || host.share === 'none' || state.phase === 'paid') return nothing;
  return [
    view.sharing ? sharePanel(button, link) : nothing,
    view.copied === false ? addressField(button, link) : nothing,
  ];
}

export function copyButton({ host, strings, view, copy }: ButtonController): unknown {
  return host.share.includes('copy')
    ? html`<button part="copy" class="quiet" @click=${copy}>${view.copied ? strings.copied : strings.copy}</button>`
    : nothing;
}

/** The buttons that share the link. All share the link's own address. */
function sharePanel(button: ButtonController, link: LinkView): TemplateResult {
  const { host, state, strings } = button;
  const { title } = state.offer!;
  const ways = host.share.split(/\s+/);
  const hasNative = 'share' in navigator;
  const native = ways.includes('native');
  const text = encodeURIComponent(`${title}\n${link.url}`);
  const shareLink = (way: ShareWay, href: string, label: string) =>
    ways.includes(way) || (native && !hasNative)
      ? html`<a
          part=${way}
          class="quiet"
          href=${href}
          target=${way === 'email' ? nothing : '_blank'}
          rel="noopener"
          @click=${() => button.shared(link, way)}
          >${label}</a
        >`
      : nothing;
  return html`<div part="share-panel" class="share" role="group" aria-label=${strings.sharing}>
    ${ways.includes('qr') ? qrFigure(button, link) : nothing}
    <div class="row">
      ${state.phase === 'ready' ? copyButton(button) : nothing}
      ${native && hasNative ? html`<button part="native" class="quiet" @click=${() => send(button, link)}>${strings.send}</button>` : nothing}
      ${shareLink('whatsapp', `https://wa.me/?text=${text}`, 'WhatsApp')}
      ${shareLink('email', `mailto:?subject=${encodeURIComponent(title)}&body=${text}`, strings.email)}
    </div>
  </div>`;
}

function qrFigure(button: ButtonController, link: LinkView): TemplateResult {
  const { payment, qrCode, strings } = button;
  const code = qrCode.of(link, payment.backend);
  if (code && 'message' in code)
    return html`<p part="error" class="error" role="alert">${code.message || strings.offline}</p>
      <button part="retry" class="quiet" @click=${() => (qrCode.load(link, payment.backend), button.updateView({}))}>
        ${strings.retry}
      </button>`;
  const download = (format: string) =>
    html`<a
      part=${format}
      class="quiet"
      href=${`${payment.backend.endpoint}/v1/links/${link.id}/qr.${format}`}
      target="_blank"
      download
      aria-label=${strings.save.replace('{}', format.toUpperCase())}
      @click=${() => button.shared(link, 'qr')}
      >${format.toUpperCase()}</a
    >`;
  return html`<figure part="qr" class="qr">
    <svg viewBox=${code?.view_box ?? '0 0 9 9'} role="img" aria-label=${strings.qr}>
      <path d=${code?.path ?? ''} />
    </svg>
    <div class="row">
      ${download('svg')}${download('png')}
      <button part="print" class="quiet" @click=${() => code && printCode(button, link)}>${strings.print}</button>
    </div>
  </figure>`;
}

/** The address to select, if the browser refuses to copy. */
function addressField({ strings }: ButtonController, { url }: LinkView): TemplateResult {
  const select = (event: Event): void => (event.target as HTMLInputElement).select();
  return html`<label part="address" class="hint"
    >${strings.copyFailed}<input readonly dir="ltr" .value=${url} @focus=${select}
  /></label>`;
}

/** Prints a sheet for a shop counter: title, price, code and address. */
function printCode(button: ButtonController, link: LinkView): void {
  const root = button.host.renderRoot;
  const price = root.querySelector('.price')?.textContent ?? '';
  printSheet(
    [button.state.offer!.title, price, root.querySelector('.qr svg')!, link.url],
    root.querySelector<HTMLElement>('.box')!,
  );
  button.shared(link, 'qr');
}

function send(button: ButtonController, link: LinkView): void {
  const { title } = button.state.offer!;
  // Closing the device's share dialog without sending shares nothing.
  navigator.share({ title, url: link.url }).then(
    () => button.shared(link, 'native'),
    () => {},
  );
}

/** Prints parts of the view on a separate sheet, in the language of `base`. Prints the whole page if no tab can open. */
function printSheet(pieces: readonly (Element | string)[], base: HTMLElement): void {
  const sheet = open('', '_blank');
  if (!sheet) return print();
  const { document } = sheet;
  // Without `open`, Firefox would load an empty page over this content.
  document.open();
  document.close();
  document.documentElement.lang = base.lang;
  document.documentElement.dir = base.dir;
  document.body.style.cssText = 'text-align:center;font:1.5rem system-ui';
  for (const piece of pieces) {
    const block = document.createElement('div');
    block.append(typeof piece === 'string' ? piece : piece.cloneNode(true));
    block.style.cssText = 'margin:2rem auto;max-width:14cm;overflow-wrap:anywhere';
    document.body.append(block);
  }
  sheet.addEventListener('afterprint', () => sheet.close());
  sheet.print();
}
