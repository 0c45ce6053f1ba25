import type { Language } from '@mytpe-pay/contract/money';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

import ar from '../i18n/ar.ts';
import en from '../i18n/en.ts';
import fr from '../i18n/fr.ts';
import { languageOf, type Strings } from '../i18n/language.ts';
import type { LinkView } from '../api/types.ts';
import type { ShareWay } from '../events.ts';
import { readAmount, stepped } from '../payment/amount-input.ts';
import type { Emit, PaymentSettings, PaymentState } from '../payment/payment-state.ts';
import { Payment } from '../payment/payment.ts';
import { diagnose } from './console.ts';
import { Countdown } from './countdown.ts';
import { QrCode } from './qr-code.ts';

const TRANSLATIONS: Readonly<Record<Language, Strings>> = { ar, fr, en };

/** The page's settings for the payment and its view. */
export interface ButtonSettings extends PaymentSettings {
  readonly variant: string;
  readonly share: string;
  readonly termsUrl: string | null;
  readonly termsRequired: boolean;
}

/** The element's interface for its controller. */
export interface ButtonHost extends HTMLElement, ReactiveControllerHost, Omit<ButtonSettings, 'isConnected'> {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** The state of the view that is independent of the payment. */
export interface ViewState {
  /** `false` if the browser refused to copy. `null` before the first attempt. */
  copied: boolean | null;
  /** The payer accepted the seller's terms. */
  agreed: boolean;
  /** The payer clicked Pay without accepting the terms, so the view shows the problem. */
  unticked: boolean;
  /** The share panel is open. */
  sharing: boolean;
}
const INITIAL_VIEW: ViewState = { copied: null, agreed: false, unticked: false, sharing: false };

/** Connects the payment to the element. Holds the state of the views and handles their events. */
export class ButtonController implements ReactiveController {
  readonly payment: Payment;
  readonly host: ButtonHost;
  readonly view: ViewState = { ...INITIAL_VIEW };
  readonly countdown: Countdown;
  readonly qrCode: QrCode;
  preselected: string | null = null;

  constructor(host: ButtonHost) {
    this.host = host;
    this.payment = new Payment('fr', host, {
      emit: this.emit,
      language: () => languageOf(host),
      changed: () => host.requestUpdate(),
      rendered: () => host.updateComplete,
      refuses: (isAmountWrong) => this.#refuses(isAmountWrong),
    });
    this.countdown = new Countdown(host, () => void this.payment.refresh());
    this.qrCode = new QrCode(host);
    host.addController(this);
    host.addController(new FocusKeeper(host));
  }

  get state(): PaymentState {
    return this.payment.state;
  }
  get strings(): Strings {
    return TRANSLATIONS[this.state.language];
  }

  readonly emit: Emit = (name, detail) => {
    const cancelable = name === 'mytpe-pay';
    const event = new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable });
    const proceeds = this.host.dispatchEvent(event);
    if (name === 'mytpe-ready' || name === 'mytpe-error') diagnose(this);
    return proceeds;
  };

  hostConnected(): void {
    // The first view must have the right direction, so that nothing moves later.
    if (!this.payment.hasStarted) this.state.language = languageOf(this.host);
    this.payment.resume();
  }

  hostDisconnected(): void {
    this.payment.stop();
    this.countdown.stop();
  }

  updateView(change: Partial<ViewState>): void {
    Object.assign(this.view, change);
    this.host.requestUpdate();
  }

  /** Sets an amount that the page chose, dinars as text. */
  preset(dinars: string): void {
    this.preselected ??= dinars;
    this.payment.preset(dinars);
  }

  readonly copy = async (): Promise<void> => {
    const { link } = this.payment;
    if (!link) return;
    try {
      // Plain http pages have no clipboard.
      await navigator.clipboard.writeText(link.url);
      this.updateView({ copied: true });
      this.shared(link, 'copy');
    } catch {
      this.updateView({ copied: false });
    }
  };

  shared(link: LinkView, way: ShareWay): void {
    this.emit('mytpe-share', { link, way });
  }

  /** Discards this attempt. The next click starts a new one. */
  readonly reset = (): void => {
    this.updateView({ copied: null, sharing: false });
    this.payment.reset();
  };

  /** Resets all state before another offer. */
  clear(): void {
    this.updateView(INITIAL_VIEW);
    this.payment.clear();
  }

  /** Opens or closes the share panel. Creates the link if it does not exist, as a click on Pay does. */
  async toggleShare(): Promise<void> {
    const { payment, host } = this;
    if (host.disabled) return;
    if (this.view.sharing) return this.updateView({ sharing: false });
    if (host.share === 'none' || (!this.state.link && payment.refuses())) return;
    if (!payment.link?.payable) await payment.pay(true);
    if (payment.link?.payable) this.updateView({ sharing: true });
  }

  /** Arrow keys change the amount by a step. Enter pays. */
  readonly keyPressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') return void this.payment.pay();
    const direction = this.state.phase === 'ready' && { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const typed = direction && readAmount(this.state);
    if (!typed) return;
    event.preventDefault();
    this.payment.type(stepped(typed, direction, this.state.language));
  };

  /** Moves the focus into the view after the next update. */
  async focus(id: 'amount' | 'terms'): Promise<void> {
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }

  /** Shows the problem that stops the payment next to its field, and focuses the field. */
  #refuses(isAmountWrong: boolean): boolean {
    const isUnticked = this.host.termsRequired && !this.view.agreed;
    if (isAmountWrong) void this.focus('amount');
    else if (isUnticked) {
      this.updateView({ unticked: true });
      void this.focus('terms');
    }
    return isUnticked;
  }
}

/** Moves the focus to the next button when an update removes the focused element. */
class FocusKeeper implements ReactiveController {
  readonly #host: { readonly renderRoot: HTMLElement | DocumentFragment };
  #focused: Element | null = null;

  constructor(host: { readonly renderRoot: HTMLElement | DocumentFragment }) {
    this.#host = host;
  }

  hostUpdate(): void {
    this.#focused = this.#root?.activeElement ?? null;
  }

  hostUpdated(): void {
    if (this.#focused && !this.#root?.activeElement) this.#root?.querySelector<HTMLElement>('.pay,.quiet')?.focus();
  }

  get #root(): ShadowRoot | undefined {
    return this.#host.renderRoot as ShadowRoot | undefined;
  }
}
