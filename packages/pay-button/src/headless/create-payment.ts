import { languageOf } from '../i18n/language.ts';
import type { OfferToken } from '../payment/pay-state.ts';
import { Payment } from '../payment/payment.ts';
import { createSnapshot } from './create-snapshot.ts';
import type { PaymentSnapshot } from './payment-snapshot.ts';

/** What is sold: an offer of the backend's catalog, or one that the merchant's server signed. */
type Sold = { offer: string; offerToken?: never } | { offerToken: OfferToken; offer?: never };

export type PaymentOptions = Sold & {
  /** Address of the backend. Default: what `configure` said. */
  endpoint?: string;
  /** The page's own order id: 1 to 64 of letters, digits, `.`, `_` and `-`. */
  reference?: string;
  /** Open offers: the amount to begin with, dinars as text (`"1500.00"`). */
  amount?: string;
  /** Language of what the backend says, and of how amounts are read. Default: the page's, else the browser's, else `fr`. */
  lang?: 'ar' | 'fr' | 'en';
  /** Where `pay()` sends the payer: a new tab, this one, or `none`, where the page shows the link. Default: `_blank`. */
  target?: '_blank' | '_self' | 'none';
};

/** One payment without a picture. Its functions need no `this`: they can be handed on as they are. */
export interface PaymentController {
  /** What there is to show; the same object until something changes. */
  getSnapshot(): PaymentSnapshot;
  /**
   * Calls at once and after every change, several at the same moment together. The first listener has the offer read;
   * while there is none, nothing is followed. @returns what ends it.
   */
  subscribe(listener: (snapshot: PaymentSnapshot) => void): () => void;
  /** What the payer typed, as they typed it: `1 500`, `1.500,50`, `١٥٠٠`. */
  setAmount(text: string): void;
  /** An amount that was offered, dinars as text (`"500.00"`): a suggestion, or the nearest that can be paid. */
  choose(dinars: string): void;
  /**
   * One press: makes the link and sends the payer. Call it within the press itself, or the browser takes the new tab for a
   * pop-up. An amount that cannot be paid is refused before anything is sent. Never throws: failures are in the snapshot.
   */
  pay(): Promise<void>;
  /** The payer followed the link that the snapshot showed. */
  followed(): void;
  /** Tries again what failed. */
  retry(): Promise<void>;
  /** Forgets this attempt and begins anew. */
  startOver(): void;
  /** Ends it: nothing is followed or told any more. */
  dispose(): void;
}

/**
 * The payment of the element, for a look of your own: the same key for a repeated press or a reload, the same watching,
 * the same reading of amounts. It asks nobody before the first `subscribe`, so it may be created on a server.
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
        // The other listeners are called all the same.
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
      // A function of its own: the same listener may subscribe twice.
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
