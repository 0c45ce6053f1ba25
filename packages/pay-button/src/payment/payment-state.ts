import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { PayError } from '../api/request.ts';
import type { LinkView, OfferView } from '../api/types.ts';
import type { PayEvents } from '../events.ts';
import type { OfferToken, PayState } from './pay-state.ts';

/** Settings by the page, which may change at any time. The payer changes `amount` too. */
export interface PaymentSettings {
  readonly endpoint: string | null;
  readonly offer: string | null;
  readonly offerToken: OfferToken | null;
  readonly reference: string | null;
  /** Where the payer is sent: `_self` is this page, anything else a new tab. */
  readonly target: string;
  readonly disabled: boolean;
  /** `false` for an element that is in no document: it watches no link. */
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
  /** The chosen amount in centimes, where it can be paid. */
  value: Centimes | null;
  /** The payer pressed with an amount that cannot be paid: show why. */
  showProblem: boolean;
  /** The offer's terms changed after they were shown. */
  changed: boolean;
  /** The link was made to be shared: the payer was not sent to it. */
  unsent: boolean;
}

/** Before the offer is read. */
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

/** Dispatches an event. @returns `false` where a listener called `preventDefault`. */
export type Emit = <Name extends keyof PayEvents>(name: Name, detail: PayEvents[Name]) => boolean;

/** The host of a payment: the element, or `createPayment`. */
export interface PaymentHost {
  emit: Emit;
  /** The language from the next reading of the offer on. */
  language(): Language;
  /** Called after each change of the state. */
  changed(): void;
  /** Resolves when the last change is shown. */
  rendered(): Promise<unknown>;
  /** Called on a press. @returns whether something besides the amount stops it, which the host then shows. */
  refuses(isAmountWrong: boolean): boolean;
}
