import { type Language, displayNumber, formatMoney, isLanguage, parseMoney } from '@mytpe-pay/contract/money';
import { LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult, html, nothing } from 'lit';

import { PayError, ask, askOnce } from './backend.ts';
import { endpointOf } from './endpoint.ts';
import type { Host, Model } from './model.ts';
import type { Kit } from './press/kit.ts';
import type { Press } from './press/press.ts';
import type { OfferToken, PayState } from './states.ts';
import { loadStrings } from './strings/load-strings.ts';
import { styles } from './styles.ts';
import { fill, shown } from './view/shown.ts';
import { view } from './view/view.ts';
import type { LinkView, OfferView } from './views.ts';

/** Nothing is known yet of the offer, nothing is done. */
const FRESH: Omit<Model, 'strings' | 'late' | 'language'> = {
  state: 'loading',
  offer: null,
  link: null,
  error: null,
  text: '',
  value: null,
  showProblem: false,
  changed: false,
  copied: null,
  agreed: false,
  unticked: false,
  sharing: false,
  unsent: false,
};

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
 * @cssproperty [--mytpe-border=#cfd9d3] - Lines.
 * @cssproperty [--mytpe-error=#b3261e] - What went wrong.
 * @cssproperty [--mytpe-radius=14px] - Rounding of corners.
 * @cssproperty [--mytpe-space=12px] - Space between the pieces.
 * @cssproperty [--mytpe-font=system-ui, sans-serif] - Family of the letters.
 * @cssproperty [--mytpe-min-height=20.5rem] - Height kept free from the start, so that nothing jumps; `5.5rem` for the
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
    sharing: { attribute: 'share', useDefault: true },
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
   * The `share` attribute: which ways of sharing to offer, of `copy`, `qr`, `native` (the device's own; WhatsApp and
   * e-mail where it has none), `whatsapp`, `email`; `none` for no sharing.
   */
  declare sharing: string;
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
  #settled!: () => void;
  #press: Promise<Press> | null = null;
  #pressed: Press | null = null;
  /** Counts loads: the answer to an older one is ignored. */
  #run = 0;
  #model: Model = { ...FRESH, strings: null, late: null, language: 'fr' };
  readonly #internals = this.attachInternals?.();
  readonly #host: Host;

  constructor() {
    super();
    this.variant = 'card';
    this.target = '_blank';
    this.sharing = 'copy qr native';
    this.theme = 'auto';
    this.termsRequired = false;
    this.disabled = false;
    this.ready = new Promise((resolve) => (this.#settled = resolve));
    this.#host = {
      model: this.#model,
      element: this,
      endpoint: () => endpointOf(this.endpoint),
      show: (change) => this.#show(change),
      fail: (cause, state) => this.#fail(cause, state),
      emit: (name, detail) =>
        this.dispatchEvent(
          new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'mytpe-pay' }),
        ),
      type: (text) => this.#type(text),
      use: async (work) => (this.#pressed ? work(this.#pressed) : this.#loadPress().then(work, () => {})),
    };
  }

  /** Where the payment stands. */
  get state(): PayState {
    return this.#model.state;
  }
  /** The link, once there is one. */
  get link(): LinkView | null {
    return this.#model.link ?? this.#model.offer?.link ?? null;
  }
  /** The last failure. */
  get error(): PayError | null {
    return this.#model.error;
  }
  /** What a press charges, dinars as text; `null` while that is open. */
  get amountValue(): string | null {
    const { offer, value } = this.#model;
    if (offer?.amount.mode === 'fixed') return offer.amount.value;
    return value === null ? null : formatMoney(value);
  }

  /** Reads the offer again. */
  async refresh(): Promise<void> {
    const run = ++this.#run;
    const language = languageOf(this);
    const words = loadStrings(language);
    try {
      const offer = this.#readOffer(language);
      offer.catch(() => {});
      const strings = await words;
      // What follows the press speaks the same language from the same moment on.
      const late = this.#press && (await strings.late()).default;
      if (run !== this.#run) return;
      const { text, value } = this.#model;
      // What was typed is said in the other language's way, or `1.500` would turn into one and a half.
      this.#show({ strings, late, language, text: value === null ? text : displayNumber(value, language) });
      const read = await offer;
      if (run === this.#run) this.#offered(read);
    } catch (error) {
      if (run === this.#run) this.#fail(error, 'error');
    }
    if (run !== this.#run) return;
    await this.updateComplete;
    this.#settled();
    this.#host.emit('mytpe-ready', { offer: this.#model.offer });
    // Nothing of this is needed before the payer does something.
    void this.#host.use((press) => press.recall());
  }

  /** Does what a press on the button does. */
  async pay(): Promise<void> {
    if (this.disabled) return;
    const amount = this.amountValue;
    if (this.#pressed) return this.#pressed.pay(amount);
    await this.#loadPress().then(
      (press) => press.pay(amount),
      () => this.#fail(new PayError('network', true), 'ready'),
    );
  }

  /** Does what a press on Share does: shows the ways of sharing, or hides them. */
  async share(): Promise<void> {
    if (!this.disabled) await this.#host.use((press) => press.share());
  }

  /** Forgets this attempt and begins anew. */
  reset(): void {
    void this.#host.use((press) => press.reset());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#pressed?.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pressed?.stop();
  }

  protected override updated(changed: PropertyValues): void {
    // Another reference is another order: the link of the one before says nothing of it.
    const other = ['endpoint', 'offer', 'offerToken', ...(this.#model.link ? ['reference'] : [])].some((name) =>
      changed.has(name),
    );
    if (other && this.#run) this.#begin(changed.has('amount'));
    if (changed.has('amount') && this.amount && this.amount !== this.amountValue)
      void this.#host.use((press) => press.preset(this.amount!));
    if (other || changed.has('lang') || !this.#run) void this.refresh();
    this.#markState();
  }

  protected override render(): TemplateResult {
    return view(this.#host, this.#pressed);
  }

  async #readOffer(language: Language): Promise<OfferView> {
    const backend = { endpoint: this.#host.endpoint(), language };
    if (this.offer && !this.offerToken && backend.endpoint)
      return (this.#model.offer || this.error ? ask : askOnce)(backend, `offers/${encodeURIComponent(this.offer)}`);
    return (await this.#loadPress()).resolve(backend, this.offerToken);
  }

  /** Another offer: nothing of the one before remains. */
  #begin(amountToo: boolean): void {
    this.#pressed?.stop();
    if (!amountToo) this.amount = null;
    this.#show(FRESH);
  }

  #offered(offer: OfferView): void {
    const { amount, availability } = offer;
    const first = !this.#model.offer;
    const under = this.#model.link || this.state === 'creating';
    this.#show({ offer, error: null, ...(!under && { state: availability === 'available' ? 'ready' : 'closed' }) });
    if (first && amount.mode === 'open' && amount.entry === 'button' && amount.default && !this.#model.text) {
      const value = parseMoney(amount.default)!;
      this.#show({ text: displayNumber(value, this.#model.language), value });
    } else this.#check();
  }

  #show(change: Partial<Model>): void {
    Object.assign(this.#model, change);
    this.requestUpdate();
  }

  #fail(cause: unknown, state: PayState): void {
    const error = cause instanceof PayError ? cause : new PayError('network', true);
    this.#show({ error, state });
    this.#host.emit('mytpe-error', { error, code: error.code, retryable: error.retryable });
  }

  #type(text: string): void {
    this.#show({ text, value: null, showProblem: false });
    this.#check();
  }

  /** Reads the typed amount, and tells the page when it changed. */
  #check(): void {
    if (!this.#model.text) return;
    void this.#host.use((press) => {
      press.check();
      const { amountValue } = this;
      if (amountValue === this.amount || this.#model.offer?.amount.mode !== 'open') return;
      this.amount = amountValue;
      this.#host.emit('mytpe-amount-change', { amount: amountValue });
    });
  }

  #loadPress(): Promise<Press> {
    const kit: Kit = { html, nothing, ask, PayError, shown, fill, parseMoney, displayNumber };
    const late = async () => (await (await loadStrings(languageOf(this))).late()).default;
    return (this.#press ??= Promise.all([import('./press/press.ts'), late()]).then(
      ([{ Press }, late]) => {
        this.#model.late ??= late;
        this.#pressed = new Press(kit, this.#host, this.renderRoot as ShadowRoot);
        this.requestUpdate();
        return this.#pressed;
      },
      (error: unknown) => {
        this.#press = null;
        throw error;
      },
    ));
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

/** The nearest language said in the page, else the browser's, else French. */
function languageOf(element: Element & { lang?: string | null }): Language {
  return (
    [element.lang, element.closest<HTMLElement>('[lang]')?.lang, document.documentElement.lang, navigator.language]
      .map((tag) => tag?.slice(0, 2).toLowerCase())
      .find(isLanguage) ?? 'fr'
  );
}
