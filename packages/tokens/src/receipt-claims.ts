import { ENVIRONMENTS, LinkId, Money, OfferId, Reference, Timestamp } from '@mytpe-pay/contract';
import { CompactSign } from 'jose';
import { z } from 'zod';

import { OrderId } from './offer-claims.ts';
import { RECEIPT_ALGORITHM, type ReceiptKey } from './receipt-key.ts';

/**
 * The claims of a receipt. A receipt proves that the link `sub` was paid, but not who paid it. Fulfil one order per
 * `sub`.
 */
export const ReceiptClaims = z.object({
  /** The backend's URL. */
  iss: z.url(),
  /** The origin of the page that created the link. If it is unknown, the backend's URL. */
  aud: z.string().min(1),
  /** The link's id. */
  sub: LinkId,
  /** When the backend detected the payment, in seconds since 1970. */
  iat: z.int(),
  /** A payment in `sandbox` is a test without real money. */
  environment: z.enum(ENVIRONMENTS, `must be ${ENVIRONMENTS.join(' or ')} (receipts of earlier versions have none)`),
  offer: OfferId,
  /** The amount that was paid: dinars as a string with two decimals. */
  amount: Money,
  currency: z.string(),
  /** The `jti` of the signed offer; `null` for an offer from the catalog. */
  order: OrderId.nullable(),
  /** The page's `reference`. The visitor could have changed it, so also compare the amount. */
  reference: Reference.nullable(),
  paid_seen_at: Timestamp,
});
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;

/**
 * Signs a receipt. The backend does this; your server needs it only for tests. The same claims and key always produce the
 * same receipt.
 * @param claims The claims. @param key The key, from `importReceiptKey`.
 * @returns The receipt, a JWT. @throws `ZodError` if the claims are invalid.
 */
export function signReceipt(claims: ReceiptClaims, key: ReceiptKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(ReceiptClaims.parse(claims))))
    .setProtectedHeader({ alg: RECEIPT_ALGORITHM, kid: key.publicJwk.kid, typ: 'JWT' })
    .sign(key.privateKey);
}
