import type { PayError } from '../api/request.ts';
import type { Availability, LinkView, OfferView } from '../api/types.ts';

/** Why a typed amount cannot be paid, and how to mend it. */
export interface AmountIssue {
  /** `required`: nothing is typed; `invalid`: it is no amount; else the rule it breaks. */
  code: 'required' | 'invalid' | 'amount_below_min' | 'amount_above_max' | 'amount_off_step';
  /** The minimum, the maximum or the step that it breaks, dinars as text. */
  bound: string | null;
  /** The nearest amount that can be paid, dinars as text; `null` where no amount can be read. */
  nearest: string | null;
}

/** What is charged, or how that is chosen. Money is dinars as text with two decimals. */
export type AmountChoice =
  | { kind: 'fixed'; value: string }
  | {
      kind: 'typed';
      /** What the field holds: give it back as `setAmount` was given it. */
      text: string;
      /** The chosen amount, when it can be paid. */
      value: string | null;
      issue: AmountIssue | null;
      /** `pay()` was refused because of the issue: say it now. Before that the payer may still be typing. */
      refused: boolean;
      min: string | null;
      max: string | null;
      step: string;
      suggested: string[];
    }
  /** Typed on MyTPE's own page. */
  | { kind: 'hosted'; min: string | null; max: string | null };

/** What there is to show, by `state`. */
export type PaymentSnapshot =
  /** Nothing is known of the offer yet. */
  | { state: 'loading' }
  /** The offer could not be read: `retry()`. */
  | { state: 'error'; error: PayError }
  | {
      state: 'ready';
      offer: OfferView;
      amount: AmountChoice;
      /** The offer's link that everybody shares, to write as a real link: call `followed()` when it is pressed. */
      link: LinkView | null;
      /** The price moved between showing and pressing: show it, and let the payer press again. */
      changed: boolean;
      /** Why the last press came to nothing. */
      error: PayError | null;
    }
  /** Pressed: the link is being made. */
  | { state: 'creating'; offer: OfferView; amount: AmountChoice }
  | {
      /** `blocked`: the browser let no tab open, so the link itself must be shown. */
      state: 'opened' | 'blocked';
      offer: OfferView;
      link: LinkView;
      /** The payment will be seen here. `false`: everybody has this link, and MyTPE alone knows who paid. */
      watched: boolean;
      /** The payer was sent there. `false`: show the link, or its QR code. */
      sent: boolean;
    }
  /** The backend saw the payment. `receipt`: its signed statement (a JWT). */
  | { state: 'paid'; offer: OfferView; link: LinkView; receipt: string | null }
  /** The offer cannot be paid now. */
  | { state: 'closed'; offer: OfferView; reason: Exclude<Availability, 'available'>; error: PayError | null };
