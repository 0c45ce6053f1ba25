import { ENVIRONMENTS, LinkId, Money, OfferId, Reference, Timestamp } from '@mytpe-pay/contract';
import { CompactSign } from 'jose';
import { z } from 'zod';

import { OrderId } from './offer-claims.ts';
import { RECEIPT_ALGORITHM, type ReceiptKey } from './receipt-key.ts';

/** The claims of a receipt: this link was seen paid. It does not say by whom, so fulfil once per `sub`. */
export const ReceiptClaims = z.object({
  /** The backend's address. */
  iss: z.url(),
  /** The page's origin when the link was made, else the backend's address. */
  aud: z.string().min(1),
  /** The link's id. */
  sub: LinkId,
  iat: z.int(),
  /** Nothing was really paid in `sandbox`. */
  environment: z.enum(ENVIRONMENTS, `must be ${ENVIRONMENTS.join(' or ')} (receipts of earlier versions have none)`),
  offer: OfferId,
  amount: Money,
  currency: z.string(),
  /** The `jti` of the offer that the merchant signed; `null` for an offer of the catalog. */
  order: OrderId.nullable(),
  /** The page's `reference`. The visitor could have changed it: compare the amount. */
  reference: Reference.nullable(),
  paid_seen_at: Timestamp,
});
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;

/** Signs a receipt. The same claims and key always give the same receipt. */
export function signReceipt(claims: ReceiptClaims, key: ReceiptKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(ReceiptClaims.parse(claims))))
    .setProtectedHeader({ alg: RECEIPT_ALGORITHM, kid: key.publicJwk.kid, typ: 'JWT' })
    .sign(key.privateKey);
}
