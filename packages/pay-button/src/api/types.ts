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

/** A payment link. Money is dinars as text with two decimals; moments are ISO 8601 in UTC. */
export interface LinkView {
  id: string;
  offer: string;
  /** `payer`: made for this payer's attempt, and watched. `shared`: everybody's; MyTPE alone knows who paid. */
  scope: Scope;
  /** MyTPE's address, byte for byte. */
  url: string;
  amount: string | null;
  currency: string;
  status: string;
  payable: boolean;
  paid: boolean;
  /** Signed statement of the payment (a JWT), once there is one. */
  receipt: string | null;
  reference: string | null;
  created_at: string;
  expires_at: string | null;
}

/** The QR code of a link's address: an SVG `viewBox`, with the light around it, and the `path` of what is dark. */
export interface QrCodeView {
  view_box: string;
  path: string;
}

export type OfferAmount =
  | { mode: 'fixed'; currency: string; value: string }
  | {
      mode: 'open';
      /** Where the amount is typed: here, or on MyTPE's page. */
      entry: 'button' | 'hosted';
      currency: string;
      min: string | null;
      max: string | null;
      step: string;
      suggested: string[];
      default: string | null;
    };

/** What can be paid for. */
export interface OfferView {
  id: string;
  /** Identifies the charge terms that were shown. */
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
