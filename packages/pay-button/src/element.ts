import { LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult, html, nothing } from 'lit';

import type { PayError } from './backend.ts';
import { TOOLS } from './headless/tools.ts';
import { languageOf } from './language.ts';
import { FRESH, type Host, type Model, type PageSettings } from './model.ts';
import { Payment } from './payment/payment.ts';
import type { Kit } from './press/kit.ts';
import type { Press } from './press/press.ts';
import type { OfferToken, PayState } from './states.ts';
import { loadStrings } from './strings/load-strings.ts';
import { styles } from './styles.ts';
import { fill, shown } from './view/shown.ts';
import { view } from './view/view.ts';
import type { LinkView } from './views.ts';

// Editors and the package's manifest say what is said here, at the properties and at `PayEvents`.
/**
 * A payment button for MyTPE Pay links.
 *
 * @tagname mytpe-pay-button
 * @attr {'ar' | 'fr' | 'en'} lang - Language, and with it the direction. Default: the nearest `lang` of the page that is
 *   one of them, then the browser's, then `fr`.
 *
 * @slot - What is shown when the backend cannot be reached or scripts are blocked: a working link.
 * @slot title - Instead of the offer's title.
 * @slot description - Instead of the offer's description.
 * @slot label - Instead of the words on the button.
 * @slot terms - Instead of the words about the seller's terms.
 * @slot logos - Instead of the names of the cards that are taken.
 *
 * @csspart base - The whole.
 * @csspart title - The offer's title.
 * @csspart badge - The word TEST, where no real money moves.
 * @csspart description - The offer's description.
 * @csspart price - The amount, large.
 * @csspart suggestions - The suggested amounts.
 * @csspart amount - The field for an amount, with its label and its bounds.
 * @csspart bounds - What amounts can be paid.
 * @csspart problem - What is wrong with the amount, or that the terms are not accepted.
 * @csspart note - What the offer's kind of use means: uses left, a date, who may pay.
 * @csspart progress - How near the goal is.
 * @csspart nearest - Takes the nearest amount that can be paid.
 * @csspart countdown - What remains until it opens or closes.
 * @csspart terms - The seller's terms, with the box to tick.
 * @csspart pay - The button that pays; a link where the address is known.
 * @csspart opened - What to do in the other tab.
 * @csspart paid - The confirmation.
 * @csspart cards - The cards that are taken.
 * @csspart share - Shows the ways of sharing, and hides them.
 * @csspart share-panel - The ways of sharing.
 * @csspart qr - The QR code and what can be done with it.
 * @csspart svg - Downloads the code as SVG.
 * @csspart png - Downloads the code as PNG.
 * @csspart print - Prints the code on a sheet of its own.
 * @csspart native - Opens the device's own way of sharing.
 * @csspart whatsapp - Shares by WhatsApp.
 * @csspart email - Shares by e-mail.
 * @csspart reference - The order's reference, once paid.
 * @csspart address - The link's address to select, where copying is forbidden.
 * @csspart receipt - Downloads the receipt.
 * @csspart copy - Copies the link's address.
 * @csspart again - Begins anew.
 * @csspart closed - Why the offer cannot be paid now.
 * @csspart error - What failed.
 * @csspart retry - Tries again.
 *
 * @cssproperty [--mytpe-color=#0b6b46] - The button, and what is chosen.
 * @cssproperty [--mytpe-on-color=#fff] - The words on the button.
 * @cssproperty [--mytpe-background=#fff] - The card.
 * @cssproperty [--mytpe-text=#14231c] - The words on the card.
 * @cssproperty [--mytpe-border=#84928b] - Edges of what can be typed in or pressed; the card’s own is fainter unless you say one.
 * @cssproperty [--mytpe-error=#b3261e] - What went wrong.
 * @cssproperty [--mytpe-radius=14px] - Rounding of corners.
 * @cssproperty [--mytpe-space=12px] - Space between the pieces.
 * @cssproperty [--mytpe-font=system-ui, sans-serif] - Family of the letters.
 * @cssproperty [--mytpe-min-height=21.5rem] - Height kept free from the start, so that nothing jumps; `5.5rem` for the
 *   button alone.
 *
 * @cssstate loading - Nothing is known of the offer yet.
 * @cssstate ready - It can be paid.
 * @cssstate creating - Pressed; the link is being made.
 * @cssstate opened - The payer was sent to the link.
 * @cssstate blocked - The browser let no tab open: the link is shown.
 * @cssstate paid - The backend saw the payment.
 * @cssstate closed - The offer cannot be paid now.
 * @cssstate error - The offer could not be shown.
 */
export class MytpePayButton extends LitElement {
  static override readonly styles = styles;
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    offer: {},
    offerToken: { attribute: 'offer-token' },
    reference: {},
    amount: { reflect: true },
    lang: {},
    variant: { reflect: true },
    target: { useDefault: true },
    share: { useDefault: true },
    termsUrl: { attribute: 'terms-url' },
    termsRequired: { type: Boolean, attribute: 'terms-required' },
    theme: { reflect: true },
    disabled: { type: Boolean, reflect: true },
  };

  /** Address of the backend. Default: where the drop-in script came from, or what `configure` said. */
  declare endpoint: string | null;
  /** Id of an offer of the backend's catalog. */
  declare offer: string | null;
  /** A signed offer, or a function that fetches one; wins over `offer`. */
  declare offerToken: OfferToken | null;
  /** The page's own order id: 1 to 64 of letters, digits, `.`, `_` and `-`. */
  declare reference: string | null;
  /** Open offers: the chosen amount, dinars as text (`"1500.00"`); follows the payer's choice. */
  declare amount: string | null;
  /** A card with title and amount, or the button alone. */
  declare variant: 'card' | 'button';
  /** A new tab, or this one. Never a frame. */
  declare target: '_blank' | '_self';
  /**
   * Which ways of sharing to offer, of `copy`, `qr`, `native` (the device's own; WhatsApp and e-mail where it has none),
   * `whatsapp`, `email`; `none` for no sharing.
   */
  declare share: string;
  /** Address of the seller's terms. */
  declare termsUrl: string | null;
  /** A box to tick before paying: the terms are accepted. */
  declare termsRequired: boolean;
  /** Light, dark, or what the visitor's system says. */
  declare theme: 'auto' | 'light' | 'dark';
  /** Nothing can be pressed. */
  declare disabled: boolean;

  /** Resolves when the offer is shown or cannot be, so that a listener attached late has missed nothing. */
  readonly ready: Promise<void>;
  readonly #internals = this.attachInternals?.();
  readonly #payment: Host;

  constructor() {
    super();
    this.variant = 'card';
    this.target = '_blank';
    this.share = 'copy qr native';
    this.theme = 'auto';
    this.termsRequired = false;
    this.disabled = false;
    this.#payment = new Payment<Model, PageSettings, Press>({ ...FRESH, strings: null, language: 'fr' }, this, {
      emit: (name, detail) =>
        this.dispatchEvent(
          new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'mytpe-pay' }),
        ),
      language: () => languageOf(this),
      words: async (language) => ({ strings: await loadStrings(language) }),
      draw: () => this.requestUpdate(),
      drawn: () => this.updateComplete,
      load: () => this.#loadPress(),
    });
    this.ready = this.#payment.ready;
  }

  /** Where the payment stands. */
  get state(): PayState {
    return this.#payment.model.state;
  }
  /** The link, once there is one. */
  get link(): LinkView | null {
    return this.#payment.link;
  }
  /** The last failure. */
  get error(): PayError | null {
    return this.#payment.model.error;
  }
  /** What a press charges, dinars as text; `null` while that is open. */
  get amountValue(): string | null {
    return this.#payment.amountValue;
  }

  /** Reads the offer again. */
  refresh(): Promise<void> {
    return this.#payment.refresh();
  }

  /** Does what a press on the button does. */
  pay(): Promise<void> {
    return this.#payment.pay();
  }

  /** Does what a press on Share does: shows the ways of sharing, or hides them. */
  async toggleShare(): Promise<void> {
    if (!this.disabled) await this.#payment.use((press) => press.toggleShare());
  }

  /** Forgets this attempt and begins anew. */
  reset(): void {
    void this.#payment.use((press) => press.reset());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // The very first picture, of which nothing may move later, has its direction already.
    if (!this.#payment.run) this.#payment.model.language = languageOf(this);
    this.#payment.late?.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#payment.late?.stop();
  }

  protected override updated(changed: PropertyValues): void {
    const payment = this.#payment;
    const begun = payment.run > 0;
    // Another reference is another order: the link of the one before says nothing of it.
    const other = ['endpoint', 'offer', 'offerToken', ...(payment.model.link ? ['reference'] : [])].some((name) =>
      changed.has(name),
    );
    if (other && begun) this.#begin(changed.has('amount'));
    if (changed.has('amount') && this.amount && this.amount !== this.amountValue)
      void payment.use((press) => press.preset(this.amount!));
    if (other || changed.has('lang') || !begun) void payment.refresh();
    this.#markState();
  }

  protected override render(): TemplateResult {
    return view(this.#payment);
  }

  /** Another offer: nothing of the one before remains. */
  #begin(amountToo: boolean): void {
    this.#payment.late?.stop();
    if (!amountToo) this.amount = null;
    this.#payment.show(FRESH);
  }

  async #loadPress(): Promise<Press> {
    const { Press } = await import('./press/press.ts');
    const kit: Kit = { ...TOOLS, html, nothing, shown, fill };
    return new Press(kit, this.#payment, this.renderRoot as ShadowRoot);
  }

  #markState(): void {
    try {
      this.#internals?.states?.clear();
      this.#internals?.states?.add(this.state);
    } catch {
      // Chrome before 125 wants two dashes in front; such a page styles by parts instead.
    }
  }
}
