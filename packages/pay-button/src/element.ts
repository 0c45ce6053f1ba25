import { LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';

import type { PayError } from './api/request.ts';
import type { LinkView } from './api/types.ts';
import type { OfferToken, PayState } from './payment/pay-state.ts';
import { ButtonController } from './ui/button-controller.ts';
import { mainView } from './ui/main-view.ts';
import { cardStyles } from './ui/styles/card.ts';
import { controlStyles } from './ui/styles/controls.ts';
import { detailStyles } from './ui/styles/details.ts';
import { themeStyles } from './ui/styles/theme.ts';

/** A page's framework removes this attribute of server-rendered HTML once its listeners and properties are in place. */
const DEFERRED = 'defer-hydration';

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
  static override readonly styles = [themeStyles, cardStyles, controlStyles, detailStyles];
  static override readonly properties: PropertyDeclarations = {
    endpoint: {},
    offer: {},
    offerToken: { attribute: 'offer-token' },
    reference: {},
    amount: { reflect: true },
    lang: {},
    variant: { reflect: true, useDefault: true },
    target: { useDefault: true },
    share: { useDefault: true },
    termsUrl: { attribute: 'terms-url' },
    termsRequired: { type: Boolean, attribute: 'terms-required' },
    theme: { reflect: true, useDefault: true },
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
  readonly #button: ButtonController;

  constructor() {
    super();
    this.endpoint = this.offer = this.offerToken = this.reference = this.amount = this.termsUrl = null;
    this.variant = 'card';
    this.target = '_blank';
    this.share = 'copy qr native';
    this.theme = 'auto';
    this.termsRequired = false;
    this.disabled = false;
    this.#button = new ButtonController(this);
    this.ready = this.#button.payment.ready;
  }

  /** Where the payment stands. */
  get state(): PayState {
    return this.#button.state.phase;
  }
  /** The link, once there is one. */
  get link(): LinkView | null {
    return this.#button.payment.link;
  }
  /** The last failure. */
  get error(): PayError | null {
    return this.#button.state.error;
  }
  /** What a press charges, dinars as text; `null` while that is open. */
  get amountValue(): string | null {
    return this.#button.payment.amountValue;
  }

  /** Reads the offer again. */
  refresh(): Promise<void> {
    return this.#button.payment.refresh();
  }

  /** Does what a press on the button does. */
  pay(): Promise<void> {
    return this.#button.payment.pay();
  }

  /** Does what a press on Share does: shows the ways of sharing, or hides them. */
  toggleShare(): Promise<void> {
    return this.#button.toggleShare();
  }

  /** Forgets this attempt and begins anew. */
  reset(): void {
    this.#button.reset();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Servers that render properties write `termsRequired` as an attribute in lower case: the terms must not disappear.
    this.termsRequired ||= this.hasAttribute('termsrequired');
    this.termsUrl ??= this.getAttribute('termsurl');
  }

  /** Renders in a separate task, so that a slow phone can respond in between. Messages come in time in hidden tabs too. */
  protected override async scheduleUpdate(): Promise<unknown> {
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      // oxlint-disable-next-line unicorn/prefer-add-event-listener -- this starts the port, too
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
    port1.close();
    return super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.hasAttribute(DEFERRED)) return;
    const button = this.#button;
    const { payment } = button;
    const { hasStarted } = payment;
    // Another reference is another order: the link of the one before says nothing about it.
    const isOther =
      ['endpoint', 'offer', 'offerToken'].some((name) => changed.has(name as 'offer')) ||
      (changed.has('reference') && payment.state.link !== null);
    if (isOther && hasStarted) {
      if (!changed.has('amount')) this.amount = null;
      button.clear();
    }
    const isNewAmount = (changed.has('amount') || !hasStarted) && this.amount !== this.amountValue;
    if (this.amount && isNewAmount) button.preset(this.amount);
    if (isOther || changed.has('lang') || !hasStarted) void payment.refresh();
  }

  protected override updated(): void {
    this.#markState();
  }

  protected override render(): TemplateResult {
    return mainView(this.#button);
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, DEFERRED];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === DEFERRED) this.requestUpdate();
  }

  #markState(): void {
    try {
      this.#internals?.states?.clear();
      this.#internals?.states?.add(this.state);
    } catch {
      // Chrome before 125 accepts only states with two dashes in front; such a page styles by parts instead.
    }
  }
}

// Vue, Svelte and React set a property if the element has one of the name that is written. Otherwise they write an attribute,
// which turns a function into text and `false` into "false". So the attributes' names are properties too.
for (const [name, { attribute, type }] of Object.entries(MytpePayButton.properties))
  if (typeof attribute === 'string')
    Object.defineProperty(MytpePayButton.prototype, attribute, {
      get(this: Record<string, unknown>) {
        return this[name];
      },
      set(this: Record<string, unknown>, value: unknown) {
        this[name] = type === Boolean ? value === '' || value : value;
      },
    });
