import type { PayError } from './api/request.ts';
import type { LinkView, OfferView } from './api/types.ts';

/** Every event of the element, with its detail. All bubble and cross shadow roots. */
export interface PayEvents {
  /** The offer is shown, or cannot be: the element has settled. */
  'mytpe-ready': { offer: OfferView | null };
  /** The payer chose an amount that can be paid (dinars as text), or one that cannot (`null`). */
  'mytpe-amount-change': { amount: string | null };
  /** The payer pressed; nothing is created yet. `preventDefault()` stops it. */
  'mytpe-pay': { offer: OfferView; amount: string | null };
  /** There is a link. */
  'mytpe-link': { link: LinkView };
  /** The payer was sent to it. */
  'mytpe-open': { link: LinkView };
  /** The backend saw the payment. */
  'mytpe-paid': { link: LinkView; receipt: string | null };
  /** The link's view changed. */
  'mytpe-status': { link: LinkView };
  /** The link was shared. */
  'mytpe-share': { link: LinkView; way: ShareWay };
  /** Something failed: a code of the wire contract, or `network`; `retryable`: the same press may work later. */
  'mytpe-error': { error: PayError; code: string; retryable: boolean };
}

declare global {
  // Typed listeners on elements and on the document.
  interface HTMLElementEventMap extends PayEventMap {}
  interface DocumentEventMap extends PayEventMap {}
}

/** How a link was passed on; `qr`: the code was saved or printed. */
export type ShareWay = 'copy' | 'qr' | 'native' | 'whatsapp' | 'email';

type PayEventMap = { [name in keyof PayEvents]: CustomEvent<PayEvents[name]> };
