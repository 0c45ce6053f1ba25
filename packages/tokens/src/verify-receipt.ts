import { ENVIRONMENTS, type Environment, Money } from '@mytpe-pay/contract';
import type { JSONWebKeySet } from 'jose';

import { parseCompactJws, verifiedPayload } from './compact-jws.ts';
import { parseJsonObject } from './json-text.ts';
import { MAX_SKEW_SECONDS } from './offer-claims.ts';
import { type ReceiptKeySource, findReceiptKey } from './published-keys.ts';
import { ReceiptClaims } from './receipt-claims.ts';
import { RECEIPT_ALGORITHM } from './receipt-key.ts';
import { TokenError } from './token-error.ts';

/** The order that a receipt must be for. With both, both must match. */
export type ExpectedOrder =
  | {
      /** The `jti` of the offer that your server signed. */
      readonly order: string;
      /** The `reference` that your page gave to the button. */
      readonly reference?: string;
    }
  | { readonly order?: never; readonly reference: string };

export type VerifyReceiptOptions = ExpectedOrder & {
  /** The amount to be paid for that order: dinars as text with two decimals, like `"4500.00"`. */
  readonly amount: string;
  /** The backend's published keys: the document itself, or `receiptKeysOf(issuer)`. */
  readonly jwks: JSONWebKeySet | ReceiptKeySource;
  /** The backend's address, as in its setting `PUBLIC_URL`. */
  readonly issuer: string;
  /** Your shop's origin, like `https://shop.example`; or several. */
  readonly audience: string | readonly string[];
  /** `sandbox` accepts receipts of test payments, and only those. Default: `live`. */
  readonly environment?: Environment;
  /** Epoch milliseconds. Default: now. */
  readonly now?: number;
};

/**
 * Checks that a receipt is this backend's and that it pays this order. A receipt does not expire.
 * @throws TypeError when `amount`, or both `order` and `reference`, are missing or malformed. TokenError otherwise;
 *   `keys_unavailable` when the published keys could not be read, which a retry may fix.
 */
export async function verifyReceipt(receipt: unknown, options: VerifyReceiptOptions): Promise<ReceiptClaims> {
  checkOptions(options);
  const jws = parseCompactJws(receipt);
  if (jws.alg !== RECEIPT_ALGORITHM)
    throw new TokenError('wrong_algorithm', `receipts are signed with ${RECEIPT_ALGORITHM}`);
  const key = await findReceiptKey(options.jwks, { alg: jws.alg, kid: jws.kid });
  const { value } = parseJsonObject(await verifiedPayload(jws.token, key, RECEIPT_ALGORITHM));
  const claims = ReceiptClaims.safeParse(value);
  if (!claims.success) {
    const problems = claims.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new TokenError('invalid_claims', 'these are not the claims of a receipt', { problems });
  }
  checkSource(claims.data, options);
  checkPayment(claims.data, options);
  return claims.data;
}

/** TypeScript refuses the same; JavaScript callers must not get a weaker check because a value was `undefined`. */
function checkOptions(options: VerifyReceiptOptions): void {
  const names = (['order', 'reference'] as const).filter((name) => name in options);
  if (names.length === 0)
    throw new TypeError('verifyReceipt needs the expected order: the jti you signed, or your page’s reference');
  for (const name of names)
    if (typeof options[name] !== 'string' || options[name] === '')
      throw new TypeError(`verifyReceipt needs the expected ${name} as non-empty text; leave it out if there is none`);
  if (!Money.safeParse(options.amount).success)
    throw new TypeError('verifyReceipt needs the expected amount: dinars as text with two decimals, like "4500.00"');
  if (options.environment !== undefined && !ENVIRONMENTS.includes(options.environment))
    throw new TypeError(`environment must be ${ENVIRONMENTS.join(' or ')}`);
}

/** The backend, the shop and the environment that issued it. */
function checkSource(
  { iss, aud, environment, iat }: ReceiptClaims,
  { issuer, audience, environment: expected = 'live', now = Date.now() }: VerifyReceiptOptions,
): void {
  if (iss !== issuer) throw new TokenError('wrong_issuer', 'the receipt is of another backend');
  if (![audience].flat().includes(aud)) throw new TokenError('wrong_audience', 'the receipt is for another shop');
  if (environment !== expected)
    throw new TokenError('wrong_environment', `the receipt is of a ${environment} payment, not of a ${expected} one`);
  if (iat - now / 1000 > MAX_SKEW_SECONDS) throw new TokenError('not_yet_valid', 'the receipt is from the future');
}

/** The order and its amount. */
function checkPayment(claims: ReceiptClaims, expected: VerifyReceiptOptions): void {
  if (expected.order !== undefined && claims.order !== expected.order)
    throw new TokenError(
      'wrong_order',
      claims.order === null ? 'the receipt is not for a signed order' : 'the receipt is for another order',
    );
  if (expected.reference !== undefined && claims.reference !== expected.reference)
    throw new TokenError('wrong_reference', 'the receipt has another reference');
  if (claims.amount !== expected.amount)
    throw new TokenError('wrong_amount', `the receipt is for ${claims.amount}, and ${expected.amount} is expected`);
}
