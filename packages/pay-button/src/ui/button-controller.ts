import type { ReactiveController, ReactiveControllerHost } from 'lit';

import type { LinkView } from '../api/types.ts';
import type { ShareWay } from '../events.ts';
import { languageOf } from '../i18n/language.ts';
import type { Strings } from '../i18n/strings.ts';
import { TRANSLATIONS } from '../i18n/translations.ts';
import { readAmount, stepped } from '../payment/amount-input.ts';
import type { Emit, PaymentSettings, PaymentState } from '../payment/payment-state.ts';
import { Payment } from '../payment/payment.ts';
import { diagnose } from './console.ts';
import { Countdown } from './countdown.ts';
import { FocusKeeper } from './focus.ts';
import { QrCode } from './qr-code.ts';

/** Settings by the page, of the payment and of its view. */
export interface ButtonSettings extends PaymentSettings {
  readonly variant: string;
  readonly share: string;
  readonly termsUrl: string | null;
  readonly termsRequired: boolean;
}

/** The element, as its controller sees it. */
export interface ButtonHost extends HTMLElement, ReactiveControllerHost, Omit<ButtonSettings, 'isConnected'> {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** The state of the view that does not concern the payment. */
export interface ViewState {
  /** `false` if the browser refused to copy; `null` before the first try. */
  copied: boolean | null;
  /** The seller's terms are accepted. */
  agreed: boolean;
  /** The payer pressed without accepting them: show that. */
  unticked: boolean;
  /** The share panel is open. */
  sharing: boolean;
}
const INITIAL_VIEW: ViewState = { copied: null, agreed: false, unticked: false, sharing: false };

/** Connects the payment to the element: what the views show, and what they do when something is pressed. */
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
    // The first view, of which nothing may move later, has its direction already.
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

  /** Enters an amount that the page set, dinars as text. */
  preset(dinars: string): void {
    this.preselected ??= dinars;
    this.payment.preset(dinars);
  }

  readonly copy = async (): Promise<void> => {
    const { link } = this.payment;
    if (!link) return;
    try {
      // Pages on plain http have no clipboard.
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

  /** Forgets this attempt: the next press is a new one. */
  readonly reset = (): void => {
    this.updateView({ copied: null, sharing: false });
    this.payment.reset();
  };

  /** Another offer: nothing of the one before remains. */
  clear(): void {
    this.updateView(INITIAL_VIEW);
    this.payment.clear();
  }

  /** Opens the share panel, or closes it. A link that does not exist yet is created, as by a press. */
  async toggleShare(): Promise<void> {
    const { payment, host } = this;
    if (host.disabled) return;
    if (this.view.sharing) return this.updateView({ sharing: false });
    if (host.share === 'none' || (!this.state.link && payment.refuses())) return;
    if (!payment.link?.payable) await payment.pay(true);
    if (payment.link?.payable) this.updateView({ sharing: true });
  }

  /** Arrow keys change the amount by a step; Enter pays. */
  readonly keyPressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') return void this.payment.pay();
    const direction = this.state.phase === 'ready' && { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const typed = direction && readAmount(this.state);
    if (!typed) return;
    event.preventDefault();
    this.payment.type(stepped(typed, direction, this.state.language));
  };

  /** Moves the focus into the view, once that is up to date. */
  async focus(id: 'amount' | 'terms'): Promise<void> {
    await this.host.updateComplete;
    this.host.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }

  /** Shows what stops a press next to its field, which gets the focus. */
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
