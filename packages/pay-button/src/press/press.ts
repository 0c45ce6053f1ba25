import type { LitElement, TemplateResult } from 'lit';

import type { Host } from '../model.ts';
import { Paying } from '../payment/paying.ts';
import { checkTyped, stepped } from '../payment/typed-amount.ts';
import type { Sharing } from '../share/share.ts';
import type { Strings } from '../strings/strings.ts';
import type { LinkView } from '../views.ts';
import { type Countdown, createCountdown } from './countdown.ts';
import { focusOn, keepFocus } from './focus.ts';
import type { Kit } from './kit.ts';
import { LATE_STYLES } from './late-styles.ts';
import { type LateActions, addressField, copyButton, lateView, whatNow } from './late-view.ts';
import { problemView } from './problem-view.ts';
import { termsView } from './terms.ts';
import { usageNotes } from './usage-notes.ts';
import { watchMarkup } from './watch-markup.ts';

/** The payment from the press on, with its picture: the pieces that the first picture leaves room for. */
export class Press extends Paying implements LateActions {
  readonly #kit: Kit;
  readonly #host: Host;
  readonly #root: ShadowRoot;
  readonly #countdown: Countdown;
  #sharing: Sharing | null = null;

  constructor(kit: Kit, host: Host, root: ShadowRoot) {
    super(kit, host);
    this.#kit = kit;
    this.#host = host;
    this.#root = root;
    this.#countdown = createCountdown(host);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LATE_STYLES);
    root.adoptedStyleSheets.push(sheet);
    (root.host as LitElement).addController(keepFocus(root));
    watchMarkup(host, root.host as HTMLElement);
    this.reset = this.reset.bind(this);
    this.opened = this.opened.bind(this);
    this.copy = this.copy.bind(this);
  }

  problem(): TemplateResult | null {
    const typed = checkTyped(this.#kit, this.#host.model);
    return typed?.problem ? problemView(this.#kit, this.#host, typed, this.strings) : null;
  }

  notes(): unknown {
    return usageNotes(this.#kit, this.#host.model, this.strings, this.#countdown);
  }

  terms(): unknown {
    return termsView(this.#kit, this.#host);
  }

  /** What is said to those who do not see it. */
  announcement(): unknown {
    const { copied, link, state } = this.#host.model;
    if (state === 'creating') return this.strings.creating;
    if (state === 'paid') return this.strings.paid;
    return copied ? this.strings.copied : link && whatNow(link, this.#host.model, this.strings);
  }

  late(link: LinkView): TemplateResult {
    return lateView(this.#kit, this.#host, link, this, this.strings);
  }

  key(event: KeyboardEvent): void {
    const direction = this.#host.model.state === 'ready' && { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const typed = direction && checkTyped(this.#kit, this.#host.model);
    if (!typed) return;
    event.preventDefault();
    this.#host.type(stepped(this.#kit, typed, direction, this.#host.model));
  }

  /** The ways of sharing, while they are wanted. */
  sharing(): unknown {
    const { model, link, page } = this.#host;
    const { sharing, copied, state } = model;
    if (!link || page.disabled || page.share === 'none' || state === 'paid') return;
    // After the press, copying stands beside the link.
    const copy = state === 'ready' && copyButton(this.#kit, this.#host, this.copy);
    return [
      sharing ? this.#sharing?.view(link, copy || this.#kit.nothing) : this.#kit.nothing,
      copied === false ? addressField(this.#kit, link, this.strings) : this.#kit.nothing,
    ];
  }

  /** Shows the ways of sharing, or hides them. A link that is not there yet is made, as by a press. */
  async toggleShare(): Promise<void> {
    const host = this.#host;
    if (host.model.sharing) return host.show({ sharing: false });
    if (host.page.share === 'none') return;
    if (!host.model.link && this.refused()) return;
    if (!host.link?.payable) await this.pay(host.amountValue, true);
    if (!host.link?.payable) return;
    try {
      const { Sharing } = await import('../share/share.ts');
      this.#sharing ??= new Sharing(this.#kit, host, this.#root);
      host.show({ sharing: true });
    } catch {
      // Without that file the address can still be copied by hand.
      host.show({ copied: false });
    }
  }

  /** What keeps the payer from going on is said beside it, and has the focus. */
  override refused(): boolean {
    const host = this.#host;
    if (super.refused()) void focusOn(host, '#amount');
    else if (host.page.termsRequired && !host.model.agreed) {
      host.show({ unticked: true });
      void focusOn(host, '#terms');
    } else return false;
    return true;
  }

  async copy(): Promise<void> {
    const { link } = this.#host;
    if (!link) return;
    try {
      // There is no clipboard on plain http pages.
      await navigator.clipboard.writeText(link.url);
      this.#host.show({ copied: true });
      this.#host.emit('mytpe-share', { link, way: 'copy' });
    } catch {
      this.#host.show({ copied: false });
    }
  }

  override reset(): void {
    this.#host.show({ copied: null, sharing: false });
    super.reset();
  }

  override stop(): void {
    super.stop();
    this.#countdown.stop();
  }

  get strings(): Strings {
    return this.#host.model.strings!;
  }
}
