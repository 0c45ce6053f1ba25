import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { PayError } from '../backend.ts';
import type { OfferToken, PayState } from '../states.ts';
import type { LinkView, OfferView } from '../views.ts';

/** What the page says of a payment; it may change at any time, `amount` by the payer too. */
export interface PaymentSettings {
  readonly endpoint: string | null;
  readonly offer: string | null;
  readonly offerToken: OfferToken | null;
  readonly reference: string | null;
  /** Where the payer is sent: `_self` is this page, anything else a new tab. */
  readonly target: string;
  readonly disabled: boolean;
  /** An element outside every page follows nothing; a payment without an element is never outside. */
  readonly isConnected?: boolean;
  /** The chosen amount, dinars as text. */
  amount: string | null;
}

/** What is known of a payment, and what was done. */
export interface PaymentModel {
  state: PayState;
  offer: OfferView | null;
  link: LinkView | null;
  error: PayError | null;
  language: Language;
  /** What the amount field holds. */
  text: string;
  /** The chosen amount, when it can be paid. */
  value: Centimes | null;
  /** The payer pressed with an amount that cannot be paid: say why. */
  showProblem: boolean;
  /** The offer's terms moved behind the open page. */
  changed: boolean;
  /** The link was made to be shared: the payer was not sent to it. */
  unsent: boolean;
}

/** Nothing is known yet of the offer, nothing is done. */
export const FRESH: Omit<PaymentModel, 'language'> = {
  state: 'loading',
  offer: null,
  link: null,
  error: null,
  text: '',
  value: null,
  showProblem: false,
  changed: false,
  unsent: false,
};
