import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { PayError } from '../api/request.ts';
import type { LinkView, OfferView } from '../api/types.ts';
import type { PayEvents } from '../events.ts';
import type { OfferToken, PayState } from './pay-state.ts';

/** The page's settings, which may change at any time. The payer changes `amount` too. */
export interface PaymentSettings {
  readonly endpoint: string | null;
  readonly offer: string | null;
  readonly offerToken: OfferToken | null;
  readonly reference: string | null;
  /** The target of the link: `_self` is this tab, any other value a new tab. */
  readonly target: string;
  readonly disabled: boolean;
  /** `false` for an element outside the document. It watches no link. */
  readonly isConnected?: boolean;
  /** The chosen amount, dinars as text. */
  amount: string | null;
}

/** The state of a payment, with the payer's input. */
export interface PaymentState {
  phase: PayState;
  offer: OfferView | null;
  link: LinkView | null;
  error: PayError | null;
  language: Language;
  /** The text of the amount field. */
  text: string;
  /** The chosen amount in centimes, if it can be paid. */
  value: Centimes | null;
  /** The payer clicked Pay with an amount that cannot be paid, so the view shows the reason. */
  showProblem: boolean;
  /** The offer's terms changed after the page showed them. */
  changed: boolean;
  /** The link was created for sharing, so the payer was not sent to it. */
  unsent: boolean;
}

/** The state before the offer is read. */
export const INITIAL_STATE: Omit<PaymentState, 'language'> = {
  phase: 'loading',
  offer: null,
  link: null,
  error: null,
  text: '',
  value: null,
  showProblem: false,
  changed: false,
  unsent: false,
};

/** Dispatches an event. @returns `false` if a listener called `preventDefault`. */
export type Emit = <Name extends keyof PayEvents>(name: Name, detail: PayEvents[Name]) => boolean;

/** The host of a payment: the element, or `createPayment`. */
export interface PaymentHost {
  emit: Emit;
  /** The language for the next read of the offer. */
  language(): Language;
  /** Called after each change of the state. */
  changed(): void;
  /** Resolves when the last change is rendered. */
  rendered(): Promise<unknown>;
  /** Called on a click. @returns `true` if a problem, such as the amount, stops the payment. The host shows the problem. */
  refuses(isAmountWrong: boolean): boolean;
}
