import type { PayError } from './api/request.ts';
import type { LinkView, OfferView } from './api/types.ts';

/** The element's events with their details. All events bubble and cross shadow roots. */
export interface PayEvents {
  /** The offer is shown, or its loading failed. */
  'mytpe-ready': { offer: OfferView | null };
  /** The payer chose a payable amount (dinars as text), or an amount that cannot be paid (`null`). */
  'mytpe-amount-change': { amount: string | null };
  /** The payer clicked Pay, and no link exists yet. `preventDefault()` cancels the payment. */
  'mytpe-pay': { offer: OfferView; amount: string | null };
  /** The link exists. */
  'mytpe-link': { link: LinkView };
  /** The payer was sent to the link. */
  'mytpe-open': { link: LinkView };
  /** The backend confirmed the payment. */
  'mytpe-paid': { link: LinkView; receipt: string | null };
  /** The link's view changed. */
  'mytpe-status': { link: LinkView };
  /** The link was shared. */
  'mytpe-share': { link: LinkView; way: ShareWay };
  /** A request failed. `code` is a code of the wire contract or `network`. `retryable`: another click may succeed. */
  'mytpe-error': { error: PayError; code: string; retryable: boolean };
}

declare global {
  // Adds the events to the listeners of elements and documents.
  interface HTMLElementEventMap extends PayEventMap {}
  interface DocumentEventMap extends PayEventMap {}
}

/** The way in which a link was shared. `qr`: the code was saved or printed. */
export type ShareWay = 'copy' | 'qr' | 'native' | 'whatsapp' | 'email';

type PayEventMap = { [name in keyof PayEvents]: CustomEvent<PayEvents[name]> };
