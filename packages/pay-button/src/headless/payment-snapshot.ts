import type { PayError } from '../api/request.ts';
import type { Availability, LinkView, OfferView } from '../api/types.ts';

/** The reason why a typed amount cannot be paid, with a correction. */
export interface AmountIssue {
  /** `required`: the field is empty. `invalid`: the text is not an amount. The others name the broken rule. */
  code: 'required' | 'invalid' | 'amount_below_min' | 'amount_above_max' | 'amount_off_step';
  /** The minimum, maximum or step that the amount breaks, dinars as text. */
  bound: string | null;
  /** The nearest payable amount, dinars as text. `null` if the text is not an amount. */
  nearest: string | null;
}

/** The amount of the payment, or the way to choose it. Money is dinars as text with two decimals. */
export type AmountChoice =
  | { kind: 'fixed'; value: string }
  | {
      kind: 'typed';
      /** The field's text. Pass changes to `setAmount`. */
      text: string;
      /** The chosen amount, if it can be paid. */
      value: string | null;
      issue: AmountIssue | null;
      /** `pay()` refused the amount, so show the issue now. Before that the payer may still be typing. */
      refused: boolean;
      min: string | null;
      max: string | null;
      step: string;
      suggested: string[];
    }
  /** The payer types the amount on MyTPE's page. */
  | { kind: 'hosted'; min: string | null; max: string | null };

/** The state of a payment for a view, by `state`. */
export type PaymentSnapshot =
  /** The offer is loading. */
  | { state: 'loading' }
  /** The offer could not be loaded. Call `retry()` to try again. */
  | { state: 'error'; error: PayError }
  | {
      state: 'ready';
      offer: OfferView;
      amount: AmountChoice;
      /** The offer's shared link. Render it as a real link, and call `followed()` when the payer clicks it. */
      link: LinkView | null;
      /** The price changed after the page showed it. Show the new price and let the payer click again. */
      changed: boolean;
      /** The reason why the last payment attempt failed. */
      error: PayError | null;
    }
  /** The link is being created. */
  | { state: 'creating'; offer: OfferView; amount: AmountChoice }
  | {
      /** `blocked`: the browser blocked the new tab, so show the link. */
      state: 'opened' | 'blocked';
      offer: OfferView;
      link: LinkView;
      /** `true` if the payment will be detected here. `false` for a shared link, because only MyTPE knows who paid. */
      watched: boolean;
      /** `true` if the payer was sent to the link. If `false`, show the link or its QR code. */
      sent: boolean;
    }
  /** The backend confirmed the payment. `receipt`: its signed statement (a JWT). */
  | { state: 'paid'; offer: OfferView; link: LinkView; receipt: string | null }
  /** The offer cannot be paid now. */
  | { state: 'closed'; offer: OfferView; reason: Exclude<Availability, 'available'>; error: PayError | null };
