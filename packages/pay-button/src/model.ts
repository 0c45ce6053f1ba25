import type { Payment } from './payment/payment.ts';
import { FRESH as FRESH_PAYMENT, type PaymentModel, type PaymentSettings } from './payment/payment-model.ts';
import type { Press } from './press/press.ts';
import type { Strings } from './strings/strings.ts';

/** All that the picture depends on. */
export interface Model extends PaymentModel {
  strings: Strings | null;
  /** Whether copying worked; `null` before it was tried. */
  copied: boolean | null;
  /** The seller's terms are accepted. */
  agreed: boolean;
  /** The payer pressed without accepting them: say so. */
  unticked: boolean;
  /** The ways of sharing are shown. */
  sharing: boolean;
}

/** Nothing is known yet of the offer, nothing is done. */
export const FRESH: Omit<Model, 'strings' | 'language'> = {
  ...FRESH_PAYMENT,
  copied: null,
  agreed: false,
  unticked: false,
  sharing: false,
};

/** What the page said of the payment and of its picture. */
export interface PageSettings extends PaymentSettings, Pick<HTMLElement, 'querySelector'> {
  readonly isConnected: boolean;
  readonly variant: string;
  readonly share: string;
  readonly termsUrl: string | null;
  readonly termsRequired: boolean;
}

/** The element's payment, as the pieces of its picture see it. */
export type Host = Payment<Model, PageSettings, Press>;
