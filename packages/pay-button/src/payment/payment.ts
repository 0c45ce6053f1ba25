import { type Language, displayNumber, formatMoney, parseMoney } from '@mytpe-pay/contract/money';

import { endpointOf } from '../api/configure.ts';
import { type Backend, PayError } from '../api/request.ts';
import type { LinkView, OfferView } from '../api/types.ts';
import { isTypedHere, presetText, readAmount } from './amount-input.ts';
import { attemptName, saveAttempt } from './attempt-storage.ts';
import { createLink, recallLink } from './create-link.ts';
import { watchLink } from './link-watcher.ts';
import { OfferReader } from './offer-reader.ts';
import type { PayState } from './pay-state.ts';
import { INITIAL_STATE, type PaymentHost, type PaymentSettings, type PaymentState } from './payment-state.ts';
import { type PaymentWindow, openPaymentWindow } from './payment-window.ts';

const ENDED: readonly string[] = ['expired', 'archived', 'exhausted'];

/**
 * The state machine of one payment. It reads the offer and the amount, creates the link, sends the payer there and watches
 * the link until it is paid. It renders nothing, and its methods do not throw: failures are in the state.
 */
export class Payment {
  readonly state: PaymentState;
  readonly settings: PaymentSettings;
  /** Resolves when the offer is read, or reading it failed. */
  readonly ready: Promise<void>;
  readonly #host: PaymentHost;
  #resolveReady!: () => void;
  readonly #reader: OfferReader;
  /** Aborted by the next click and by `stop`, so that responses to an older click are ignored. */
  #press = new AbortController();
  /** The signed offer in the state. */
  #token: string | null = null;
  #stopWatching: (() => void) | null = null;

  constructor(language: Language, settings: PaymentSettings, host: PaymentHost) {
    this.state = { ...INITIAL_STATE, language };
    this.settings = settings;
    this.#host = host;
    this.#reader = new OfferReader(settings, () => {
      if (settings.isConnected !== false) void this.refresh();
    });
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve));
  }

  /** `true` after the first `refresh`. */
  get hasStarted(): boolean {
    return this.#reader.hasStarted;
  }

  /** The payer's link, else the offer's shared link. */
  get link(): LinkView | null {
    return this.state.link ?? this.state.offer?.link ?? null;
  }

  /** The amount that a click charges, dinars as text. `null` while none is chosen. */
  get amountValue(): string | null {
    const { offer, value } = this.state;
    if (offer?.amount.mode === 'fixed') return offer.amount.value;
    return value === null ? null : formatMoney(value);
  }

  get backend(): Backend {
    return { endpoint: endpointOf(this.settings.endpoint), language: this.state.language };
  }

  update(change: Partial<PaymentState>): void {
    Object.assign(this.state, change);
    this.#host.changed();
  }

  /** Reads the offer again. */
  async refresh(): Promise<void> {
    this.#setLanguage(this.#host.language());
    const { offer: before, error } = this.state;
    try {
      const read = await this.#reader.read(() => this.backend, !before && !error);
      if (!read) return;
      this.#token = read.token;
      this.#showOffer(read.offer);
    } catch (error) {
      this.#fail(error, this.#isUnderWay ? this.state.phase : 'error');
    }
    await this.#host.rendered();
    this.#resolveReady();
    this.#host.emit('mytpe-ready', { offer: this.state.offer });
    void this.#recall();
  }

  /** Reads the payer's text: `1 500`, `1.500,50`, `١٥٠٠`. */
  type(text: string): void {
    this.update({ text, value: null, showProblem: false });
    this.#readAmount();
  }

  /** Sets an amount that the page chose, dinars as text. */
  preset(dinars: string): void {
    this.type(presetText(dinars, this.state.language));
  }

  /** @returns `true` if a problem stops the payment. The host shows the problem. */
  refuses(): boolean {
    const isAmountWrong = Boolean(readAmount(this.state)?.problem);
    if (isAmountWrong) this.update({ showProblem: true });
    return this.#host.refuses(isAmountWrong) || isAmountWrong;
  }

  /** Starts the payment. @param stay the payer is not sent to the link, because the page will show or share it. */
  async pay(stay = false): Promise<void> {
    const { offer: shown, phase } = this.state;
    if (this.settings.disabled || !shown || phase !== 'ready' || this.refuses()) return;
    const amount = this.amountValue;
    if (!this.#host.emit('mytpe-pay', { offer: shown, amount })) return;
    const press = this.#renewPress();
    const tab = stay ? null : openPaymentWindow(this.settings.target);
    const { backend, settings } = this;
    const { offer, offerToken, reference } = settings;
    this.update({ phase: 'creating', error: null, changed: false, showProblem: false });
    try {
      const token = this.#signedOffer;
      const created = await createLink({ backend, shown, amount, offer, offerToken, token, reference }, press);
      if (press.signal.aborted) return tab?.close();
      this.#token = created.token;
      this.#send(created.link, tab);
    } catch (error) {
      tab?.close();
      if (!press.signal.aborted) await this.#pressFailed(error, press);
    }
  }

  /** Reports that the payer followed a link on the page. */
  followed(): void {
    const { link, state } = this;
    if (!link || state.phase === 'error' || state.phase === 'paid') return;
    // The response to a running request would replace this link.
    this.#renewPress();
    this.#host.emit('mytpe-open', { link });
    this.update({ unsent: false });
    this.#watch(link, 'opened');
  }

  /** Discards this attempt. The next click starts a new one. */
  reset(): void {
    this.stop();
    saveAttempt(this.#attemptName, null);
    this.update({ link: null, error: null, unsent: false, phase: 'loading' });
    void this.refresh();
  }

  /** Resets all state before another offer. */
  clear(): void {
    this.stop();
    this.update(INITIAL_STATE);
  }

  /** Stops watching, and aborts the running request. */
  stop(): void {
    this.#renewPress();
    this.#stopWatching?.();
    this.#stopWatching = null;
  }

  /** Continues after `stop`, when the payment is shown again. */
  resume(): void {
    const { phase, link } = this.state;
    if (phase === 'creating') this.update({ phase: 'ready' });
    else if (phase === 'error') void this.refresh();
    else if (link && (phase === 'opened' || phase === 'blocked')) this.#watch(link, phase);
    else {
      this.update({});
      if (phase === 'ready' || phase === 'closed') void this.#recall();
    }
  }

  /** Stops the payment permanently. Later responses are ignored. */
  dispose(): void {
    this.#reader.cancel();
    this.stop();
  }

  /** `true` if a link exists or is being created. The offer's availability then no longer decides the phase. */
  get #isUnderWay(): boolean {
    return this.state.link !== null || this.state.phase === 'creating';
  }

  /** The signed offer to pay. The page may have returned to an offer of the catalog. */
  get #signedOffer(): string | null {
    return this.settings.offerToken ? this.#token : null;
  }

  get #attemptName(): string {
    const { offer, reference } = this.settings;
    return attemptName(this.backend.endpoint, offer, this.#signedOffer, reference);
  }

  /** Rewrites the typed amount for another language, in which `1.500` may mean one and a half. */
  #setLanguage(language: Language): void {
    const { text, value } = this.state;
    this.update({ language, text: value === null ? text : displayNumber(value, language) });
  }

  #showOffer(offer: OfferView): void {
    const { text, language, offer: before } = this.state;
    const phase = offer.availability === 'available' ? 'ready' : 'closed';
    this.update({ offer, error: null, ...(!this.#isUnderWay && { phase }) });
    const preselected = isTypedHere(offer.amount) && !before && !text && offer.amount.default;
    if (!preselected) return this.#readAmount();
    const value = parseMoney(preselected)!;
    this.update({ text: displayNumber(value, language), value });
  }

  /** Parses the typed amount. Emits an event if it changed. */
  #readAmount(): void {
    const typed = readAmount(this.state);
    if (!typed) return;
    this.update({ value: typed.problem === null ? typed.value : null });
    const { amountValue: amount, settings } = this;
    if (amount === settings.amount) return;
    settings.amount = amount;
    this.#host.emit('mytpe-amount-change', { amount });
  }

  /** Restores the link that this tab created before a reload, unless it ended unpaid. */
  async #recall(): Promise<void> {
    const { signal } = this.#press;
    const link = await recallLink(this.backend, this.#attemptName);
    // A closed offer may have been paid meanwhile. An element outside the page reads again in `resume`.
    const isWanted = this.settings.isConnected !== false && ['ready', 'closed'].includes(this.state.phase);
    if (link && isWanted && !signal.aborted) this.#watch(link, 'opened');
  }

  #send(link: LinkView, tab: PaymentWindow | null): void {
    this.#host.emit('mytpe-link', { link });
    const isOpen = link.payable && !link.paid;
    if (!isOpen) tab?.close();
    const went = isOpen && tab?.go(link.url);
    if (went) this.#host.emit('mytpe-open', { link });
    this.update({ unsent: !tab });
    // A link that ended unpaid is discarded, so that the next click creates a new one.
    if (link.paid || isOpen) this.#watch(link, went === false ? 'blocked' : 'opened');
    else this.reset();
  }

  async #pressFailed(error: unknown, press: AbortController): Promise<void> {
    const { code } = error as Partial<PayError>;
    if (code !== 'offer_changed' && code !== 'offer_unavailable') return this.#fail(error, 'ready');
    this.update({ phase: 'loading' });
    await this.refresh();
    if (press.signal.aborted) return;
    if (code === 'offer_changed') this.update({ changed: true });
    else this.#fail(error, this.state.phase);
  }

  /** Shows a link, and watches a payer link until it is paid or over. Only MyTPE knows who paid a shared link. */
  #watch(link: LinkView, phase: 'opened' | 'blocked'): void {
    this.#stopWatching?.();
    if (link.paid) return this.#paid(link);
    this.update({ link, phase });
    if (link.scope === 'payer') this.#stopWatching = watchLink(this.backend, link.id, (view) => this.#linkRead(view));
  }

  #linkRead(link: LinkView): void {
    const before = JSON.stringify(this.state.link);
    this.update({ link });
    if (before !== JSON.stringify(link)) this.#host.emit('mytpe-status', { link });
    if (link.paid) this.#paid(link);
    else if (!link.payable && ENDED.includes(link.status)) this.reset();
  }

  #paid(link: LinkView): void {
    this.stop();
    this.update({ link, phase: 'paid' });
    this.#host.emit('mytpe-paid', { link, receipt: link.receipt });
  }

  #fail(cause: unknown, phase: PayState): void {
    const error = cause instanceof PayError ? cause : new PayError('network', true);
    this.update({ error, phase });
    this.#host.emit('mytpe-error', { error, code: error.code, retryable: error.retryable });
  }

  #renewPress(): AbortController {
    this.#press.abort();
    return (this.#press = new AbortController());
  }
}
