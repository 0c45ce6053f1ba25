import { type Language, displayAmount, parseMoney } from '@mytpe-pay/contract/money';

import { languageOf } from '../i18n/language.ts';
import type { OfferToken } from '../payment/pay-state.ts';
import { Payment } from '../payment/payment.ts';
import { createSnapshot } from './create-snapshot.ts';
import type { PaymentSnapshot } from './payment-snapshot.ts';

/** The offer: an offer of the backend's catalog, or an offer that the merchant's server signed. */
type Sold = { offer: string; offerToken?: never } | { offerToken: OfferToken; offer?: never };

export type PaymentOptions = Sold & {
  /** Address of the backend. Default: the address passed to `configure`. */
  endpoint?: string;
  /** The page's order id: 1 to 64 letters, digits, `.`, `_` and `-`. */
  reference?: string;
  /** For open offers: the initial amount, dinars as text (`"1500.00"`). */
  amount?: string;
  /** Language of the backend's messages, and of typed amounts. Default: the page's, else the browser's, else `fr`. */
  lang?: 'ar' | 'fr' | 'en';
  /** Target of `pay()`: a new tab, this tab, or `none` if the page shows the link. Default: `_blank`. */
  target?: '_blank' | '_self' | 'none';
};

/** A payment without a view. Its functions do not use `this`, so they can be passed as callbacks. */
export interface PaymentController {
  /** The current state. Returns the same object until something changes. */
  getSnapshot(): PaymentSnapshot;
  /**
   * Calls `listener` immediately and after every change. Simultaneous changes cause one call. The first listener loads the
   * offer. Without listeners the payment watches no link. @returns a function that removes the listener.
   */
  subscribe(listener: (snapshot: PaymentSnapshot) => void): () => void;
  /** Sets the amount to the text that the payer typed: `1 500`, `1.500,50`, `١٥٠٠`. */
  setAmount(text: string): void;
  /** Chooses a suggestion or the nearest payable amount, dinars as text (`"500.00"`). */
  choose(dinars: string): void;
  /**
   * Creates the link and sends the payer there. Call it synchronously in a click handler, because browsers block tabs that
   * open later. Refuses an amount that cannot be paid without a request. Never throws: failures are in the snapshot.
   */
  pay(): Promise<void>;
  /** Reports that the payer followed the link in the snapshot. */
  followed(): void;
  /** Retries the failed step. */
  retry(): Promise<void>;
  /** Discards this attempt and starts a new payment. */
  startOver(): void;
  /** Stops watching the link and calling listeners. */
  dispose(): void;
}

/**
 * Creates a payment for your own UI. It repeats requests with the same key, watches links and parses amounts as the element
 * does. It sends no request before the first `subscribe`, so it can be created on a server.
 */
export function createPayment(options: PaymentOptions): PaymentController {
  const { endpoint = null, offer = null, offerToken = null, reference = null, lang, target = '_blank' } = options;
  const listeners = new Set<(snapshot: PaymentSnapshot) => void>();
  let snapshot: PaymentSnapshot | null = null;
  let notifying: Promise<void> | null = null;
  let isDisposed = false;

  const settings = { endpoint, offer, offerToken, reference, target, disabled: false, amount: null };
  const payment = new Payment(lang ?? 'fr', settings, {
    emit: () => true,
    language: () => lang ?? languageOf(document.documentElement),
    changed() {
      snapshot = null;
      notifying ??= Promise.resolve().then(notify);
    },
    rendered: async () => notifying,
    refuses: () => false,
  });
  const getSnapshot = (): PaymentSnapshot => (snapshot ??= createSnapshot(payment));
  const notify = (): void => {
    notifying = null;
    for (const listener of listeners) {
      try {
        listener(getSnapshot());
      } catch (error) {
        // A failing listener must not stop the others.
        reportError(error);
      }
    }
  };
  const begin = (): void => {
    if (payment.hasStarted) return payment.resume();
    if (options.amount) payment.preset(options.amount);
    void payment.refresh();
  };
  const isOpen = (): boolean => !isDisposed && ['loading', 'ready'].includes(payment.state.phase);
  const pay = async (): Promise<void> => {
    if (!isDisposed) await payment.pay(target === 'none');
  };

  return {
    getSnapshot,
    subscribe(listener) {
      if (isDisposed) return () => {};
      // A new function, because the same listener may subscribe twice.
      const own = (seen: PaymentSnapshot): void => listener(seen);
      if (listeners.size === 0) begin();
      listeners.add(own);
      own(getSnapshot());
      return () => {
        if (listeners.delete(own) && listeners.size === 0) payment.stop();
      };
    },
    setAmount(text) {
      if (isOpen()) payment.type(text);
    },
    choose(dinars) {
      if (isOpen()) payment.preset(dinars);
    },
    pay,
    followed() {
      if (!isDisposed) payment.followed();
    },
    async retry() {
      if (isDisposed) return;
      if (payment.state.phase === 'error') await payment.refresh();
      else if (payment.state.error) await pay();
    },
    startOver() {
      if (!isDisposed) payment.reset();
    },
    dispose() {
      isDisposed = true;
      listeners.clear();
      payment.dispose();
    },
  };
}

/**
 * Formats an amount as the element does (`"1500.00"` → `1 500 DA`, `1.500 د.ج`). Put it in a `<bdi>` element, so that Arabic
 * text does not reorder it. @throws RangeError unless `dinars` is an amount as text with two decimals.
 */
export function formatDinars(dinars: string, lang: 'ar' | 'fr' | 'en'): string {
  const value = parseMoney(dinars);
  if (value === undefined) throw new RangeError(`${dinars} is not an amount in dinars`);
  return displayAmount(value, lang satisfies Language);
}
