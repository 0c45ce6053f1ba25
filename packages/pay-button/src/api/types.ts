/** Offers and links as the backend sends them. `types.test-d.ts` compares them with the wire contract. */

export type Availability =
  | 'available'
  | 'not_started'
  | 'paused'
  | 'exhausted'
  | 'expired'
  | 'archived'
  | 'unavailable';
export type UsageMode = 'one_shot' | 'limited' | 'reusable' | 'capped_amount' | 'time_window' | 'whitelist';
export type Scope = 'shared' | 'payer';

/** A payment link. Money is dinars as text with two decimals. Times are ISO 8601 in UTC. */
export interface LinkView {
  id: string;
  offer: string;
  /** `payer`: created for one payer, and watched. `shared`: used by all payers, so only MyTPE knows who paid. */
  scope: Scope;
  /** The link's address, exactly as MyTPE returned it. */
  url: string;
  amount: string | null;
  currency: string;
  status: string;
  payable: boolean;
  paid: boolean;
  /** A signed statement of the payment (a JWT), or `null` before the payment. */
  receipt: string | null;
  reference: string | null;
  created_at: string;
  expires_at: string | null;
}

/** The QR code of a link's address: the SVG `viewBox` with its quiet zone, and the `path` of the dark modules. */
export interface QrCodeView {
  view_box: string;
  path: string;
}

export type OfferAmount =
  | { mode: 'fixed'; currency: string; value: string }
  | {
      mode: 'open';
      /** The page on which the payer types the amount: this page, or MyTPE's. */
      entry: 'button' | 'hosted';
      currency: string;
      min: string | null;
      max: string | null;
      step: string;
      suggested: string[];
      default: string | null;
    };

/** An offer that can be paid. */
export interface OfferView {
  id: string;
  /** Identifies the charge terms that the offer shows. */
  version: string;
  title: string;
  description: string | null;
  amount: OfferAmount;
  usage: {
    mode: UsageMode;
    target: string | null;
    collected: string | null;
    max_uses: number | null;
    remaining_uses: number | null;
    starts_at: string | null;
    ends_at: string | null;
  };
  availability: Availability;
  scope: Scope;
  collects_details: boolean;
  link: LinkView | null;
  environment: 'live' | 'sandbox';
}
