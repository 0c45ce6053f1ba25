import { type Language, displayNumber, formatMoney, parseMoney } from '@mytpe-pay/contract/money';

import { type Backend, PayError, ask, askOnce } from '../backend.ts';
import { endpointOf } from '../endpoint.ts';
import type { PayEvents } from '../events.ts';
import { parseOffer } from '../parse-views.ts';
import type { PayState } from '../states.ts';
import type { LinkView, OfferView } from '../views.ts';
import type { Paying } from './paying.ts';
import type { PaymentModel, PaymentSettings } from './payment-model.ts';

/** Tells the page. @returns whether nobody prevented it. */
export type Emit = <Name extends keyof PayEvents>(name: Name, detail: PayEvents[Name]) => boolean;

/** Whoever shows a payment. */
export interface Stage<Model, Late> {
  emit: Emit;
  /** The language to speak from now on. */
  language(): Language;
  /** Fetches the words of a language, as a change of the model; the offer is asked for meanwhile. */
  words(language: Language): Promise<Partial<Model>>;
  /** Shows the model as it is now. */
  draw(): void;
  /** Resolves when what was drawn last is seen. */
  drawn(): Promise<unknown>;
  /** Loads what comes after the press. */
  load(): Promise<Late>;
}

/**
 * One payment from the offer to the press, without a picture: the element's, and that of `createPayment`. What follows
 * the press is `Paying`, which may come later.
 */
export class Payment<
  Model extends PaymentModel = PaymentModel,
  Settings extends PaymentSettings = PaymentSettings,
  Late extends Paying = Paying,
> {
  readonly model: Model;
  /** What the page says. */
  readonly page: Settings;
  readonly emit: Emit;
  /** Resolves when the offer is shown or cannot be. */
  readonly ready: Promise<void>;
  /** What comes after the press, once it is loaded. */
  late: Late | null = null;
  /** Counts readings of the offer: the answer to an older one is ignored. */
  run = 0;
  readonly #stage: Stage<Model, Late>;
  #settled!: () => void;
  #loading: Promise<Late> | null = null;

  constructor(model: Model, page: Settings, stage: Stage<Model, Late>) {
    this.model = model;
    this.page = page;
    this.emit = stage.emit;
    this.#stage = stage;
    this.ready = new Promise((resolve) => (this.#settled = resolve));
  }

  /** The link, once there is one. */
  get link(): LinkView | null {
    return this.model.link ?? this.model.offer?.link ?? null;
  }

  /** What a press charges, dinars as text; `null` while that is open. */
  get amountValue(): string | null {
    const { offer, value } = this.model;
    if (offer?.amount.mode === 'fixed') return offer.amount.value;
    return value === null ? null : formatMoney(value);
  }

  backend(language: Language = this.model.language): Backend {
    return { endpoint: endpointOf(this.page.endpoint), language };
  }

  /** Reads the offer again. */
  async refresh(): Promise<void> {
    const run = ++this.run;
    const language = this.#stage.language();
    const coming = this.#stage.words(language);
    try {
      const offer = this.#readOffer(language);
      offer.catch(() => {});
      const words = await coming;
      if (run !== this.run) return;
      const { text, value } = this.model;
      // What was typed is said in the other language's way, or `1.500` would turn into one and a half.
      this.show({ ...words, language, text: value === null ? text : displayNumber(value, language) });
      const read = await offer;
      if (run === this.run) this.#offered(read);
    } catch (error) {
      if (run === this.run) this.fail(error, 'error');
    }
    if (run !== this.run) return;
    await this.#stage.drawn();
    this.#settled();
    this.emit('mytpe-ready', { offer: this.model.offer });
    // Nothing of this is needed before the payer does something.
    void this.use((late) => late.recall());
  }

  /** A press on the button. */
  async pay(): Promise<void> {
    if (this.page.disabled) return;
    const amount = this.amountValue;
    await this.use(
      (late) => late.pay(amount),
      (error) => this.fail(error, 'ready'),
    );
  }

  /** Enters an amount as if it had been typed. */
  type(text: string): void {
    this.show({ text, value: null, showProblem: false });
    this.#check();
  }

  /** Shows a change. */
  show(change: Partial<Model> | Partial<PaymentModel>): void {
    Object.assign(this.model, change);
    this.#stage.draw();
  }

  /** Shows a failure and tells the page. */
  fail(cause: unknown, state: PayState): void {
    const error = cause instanceof PayError ? cause : new PayError('network', true);
    this.show({ error, state });
    this.emit('mytpe-error', { error, code: error.code, retryable: error.retryable });
  }

  /** Does something with what comes after the press: at once where it is loaded, else when it is, if ever. */
  async use(work: (late: Late) => unknown, otherwise: (error: unknown) => void = () => {}): Promise<unknown> {
    return this.late ? work(this.late) : this.#load().then(work, otherwise);
  }

  #load(): Promise<Late> {
    return (this.#loading ??= this.#stage.load().then(
      (late) => {
        this.late = late;
        this.#stage.draw();
        return late;
      },
      (error: unknown) => {
        this.#loading = null;
        throw error;
      },
    ));
  }

  async #readOffer(language: Language): Promise<OfferView> {
    const backend = this.backend(language);
    const { offer, offerToken } = this.page;
    if (offer && !offerToken && backend.endpoint)
      return (this.model.offer || this.model.error ? ask : askOnce)(
        backend,
        `offers/${encodeURIComponent(offer)}`,
        parseOffer,
      );
    return (await this.#load()).resolve(backend, offerToken);
  }

  #offered(offer: OfferView): void {
    const { amount, availability } = offer;
    const { model } = this;
    const first = !model.offer;
    const under = model.link || model.state === 'creating';
    this.show({ offer, error: null, ...(!under && { state: availability === 'available' ? 'ready' : 'closed' }) });
    if (first && amount.mode === 'open' && amount.entry === 'button' && amount.default && !model.text) {
      const value = parseMoney(amount.default)!;
      this.show({ text: displayNumber(value, model.language), value });
    } else this.#check();
  }

  /** Reads the typed amount, and tells the page when it changed. */
  #check(): void {
    if (!this.model.text) return;
    void this.use((late) => {
      late.check();
      const { amountValue, page } = this;
      if (amountValue === page.amount || this.model.offer?.amount.mode !== 'open') return;
      page.amount = amountValue;
      this.emit('mytpe-amount-change', { amount: amountValue });
    });
  }
}
