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

/** A framework removes this attribute from server-rendered HTML once it has set its listeners and properties. */
const DEFERRED = 'defer-hydration';

// Editors, the manifest and the reference show the docstrings below and those of `PayEvents`.
/**
 * A payment button for MyTPE Pay links.
 *
 * @tagname mytpe-pay-button
 * @attr {'ar' | 'fr' | 'en'} lang - Language and text direction. Default: the nearest supported `lang` on the page, then
 *   the browser's language, then `fr`.
 *
 * @slot - Fallback content, such as a working link. Shown if the backend cannot be reached or scripts are blocked.
 * @slot title - Replaces the offer's title.
 * @slot description - Replaces the offer's description.
 * @slot label - Replaces the button's label.
 * @slot terms - Replaces the label of the seller's terms.
 * @slot logos - Replaces the names of the accepted cards.
 *
 * @csspart base - The whole element.
 * @csspart title - The offer's title.
 * @csspart badge - The label TEST, shown when no real money moves.
 * @csspart description - The offer's description.
 * @csspart price - The amount, large.
 * @csspart suggestions - The suggested amounts.
 * @csspart amount - The amount field with its label and bounds.
 * @csspart bounds - The permitted amounts.
 * @csspart problem - The problem with the amount, or the request to accept the terms.
 * @csspart note - A note about the offer's usage mode: uses left, a date, or the permitted payers.
 * @csspart progress - The progress towards the goal.
 * @csspart nearest - Enters the nearest payable amount.
 * @csspart countdown - The time until the offer opens or closes.
 * @csspart terms - The seller's terms with their checkbox.
 * @csspart pay - The pay button, or a link if the address is known.
 * @csspart opened - The instruction to continue in the other tab.
 * @csspart paid - The confirmation.
 * @csspart cards - The accepted cards.
 * @csspart share - Opens and closes the share panel.
 * @csspart share-panel - The ways to share the link.
 * @csspart qr - The QR code and its buttons.
 * @csspart svg - Downloads the code as SVG.
 * @csspart png - Downloads the code as PNG.
 * @csspart print - Prints the code on a separate sheet.
 * @csspart native - Opens the device's share dialog.
 * @csspart whatsapp - Shares by WhatsApp.
 * @csspart email - Shares by e-mail.
 * @csspart reference - The order's reference, shown after the payment.
 * @csspart address - The link's address to select, shown if the browser forbids copying.
 * @csspart receipt - Downloads the receipt.
 * @csspart copy - Copies the link's address.
 * @csspart again - Starts a new payment.
 * @csspart closed - The reason why the offer cannot be paid now.
 * @csspart error - The failure.
 * @csspart retry - Tries again.
 *
 * @cssproperty [--mytpe-color=#0b6b46] - The button and the selected suggestion.
 * @cssproperty [--mytpe-on-color=#fff] - The button's label.
 * @cssproperty [--mytpe-background=#fff] - The card.
 * @cssproperty [--mytpe-text=#14231c] - The text on the card.
 * @cssproperty [--mytpe-border=#84928b] - The borders of fields and buttons. The card's border is lighter unless you set this.
 * @cssproperty [--mytpe-error=#b3261e] - Error messages.
 * @cssproperty [--mytpe-radius=14px] - The corner radius.
 * @cssproperty [--mytpe-space=12px] - The space between the parts.
 * @cssproperty [--mytpe-font=system-ui, sans-serif] - The font family.
 * @cssproperty [--mytpe-min-height=21.5rem] - The reserved height, which prevents layout shifts. `5.5rem` for the button
 *   variant.
 *
 * @cssstate loading - The offer is loading.
 * @cssstate ready - The offer can be paid.
 * @cssstate creating - The link is being created after a click.
 * @cssstate opened - The payer was sent to the link.
 * @cssstate blocked - The browser blocked the new tab, so the element shows the link.
 * @cssstate paid - The backend confirmed the payment.
 * @cssstate closed - The offer cannot be paid now.
 * @cssstate error - The offer could not be loaded.
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

  /** Address of the backend. Default: the origin of the drop-in script, or the address passed to `configure`. */
  declare endpoint: string | null;
  /** Id of an offer in the backend's catalog. */
  declare offer: string | null;
  /** A signed offer, or a function that fetches one. Overrides `offer`. */
  declare offerToken: OfferToken | null;
  /** The page's order id: 1 to 64 letters, digits, `.`, `_` and `-`. */
  declare reference: string | null;
  /** For open offers: the chosen amount, dinars as text (`"1500.00"`). Follows the payer's choice. */
  declare amount: string | null;
  /** A card with title and amount, or only the button. */
  declare variant: 'card' | 'button';
  /** Opens the payment page in a new tab or in this one. Frames are not supported. */
  declare target: '_blank' | '_self';
  /**
   * The ways to share the link, separated by spaces: `copy`, `qr`, `native` (the device's share dialog, or WhatsApp and e-mail
   * without one), `whatsapp`, `email`. `none` disables sharing.
   */
  declare share: string;
  /** Address of the seller's terms. */
  declare termsUrl: string | null;
  /** Shows a checkbox for the terms, which the payer must tick before paying. */
  declare termsRequired: boolean;
  /** Light, dark, or the visitor's system setting. */
  declare theme: 'auto' | 'light' | 'dark';
  /** Disables all controls. */
  declare disabled: boolean;

  /** Resolves when the offer is shown or its loading failed. Listeners that are attached late can await it. */
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

  /** The state of the payment. */
  get state(): PayState {
    return this.#button.state.phase;
  }
  /** The payment link, or `null` before it exists. */
  get link(): LinkView | null {
    return this.#button.payment.link;
  }
  /** The last failure, or `null`. */
  get error(): PayError | null {
    return this.#button.state.error;
  }
  /** The amount that a click charges, dinars as text, or `null` while none is chosen. */
  get amountValue(): string | null {
    return this.#button.payment.amountValue;
  }

  /** Loads the offer again. */
  refresh(): Promise<void> {
    return this.#button.payment.refresh();
  }

  /** Starts the payment, as a click on the button does. */
  pay(): Promise<void> {
    return this.#button.payment.pay();
  }

  /** Opens or closes the share panel, as a click on Share does. */
  toggleShare(): Promise<void> {
    return this.#button.toggleShare();
  }

  /** Discards this attempt and starts a new payment. */
  reset(): void {
    this.#button.reset();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Servers that render properties write `termsRequired` as a lower-case attribute. It must keep its effect.
    this.termsRequired ||= this.hasAttribute('termsrequired');
    this.termsUrl ??= this.getAttribute('termsurl');
  }

  /** Renders in a separate task, so that a slow phone can respond in between. A message also arrives in time in hidden tabs. */
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
    // Another reference means another order, so the previous link does not apply.
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
      // Chrome before 125 accepts only state names with two leading dashes. Such browsers get the parts without states.
    }
  }
}

// Vue, Svelte and React set a property if the element has one of this name. Otherwise they set an attribute, which turns a
// function into text and `false` into "false". So the attributes' names are properties too.
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
