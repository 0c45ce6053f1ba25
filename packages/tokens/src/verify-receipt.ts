import { ENVIRONMENTS, type Environment, Money } from '@mytpe-pay/contract';
import type { JSONWebKeySet } from 'jose';

import { parseCompactJws, verifiedPayload } from './compact-jws.ts';
import { parseJsonObject } from './json-text.ts';
import { MAX_SKEW_SECONDS } from './offer-claims.ts';
import { type ReceiptKeySource, findReceiptKey } from './published-keys.ts';
import { ReceiptClaims } from './receipt-claims.ts';
import { RECEIPT_ALGORITHM } from './receipt-key.ts';
import { TokenError } from './token-error.ts';

/** The order that the receipt must be for. If you pass both fields, both must match. */
export type ExpectedOrder =
  | {
      /** The `jti` of the offer that your server signed. */
      readonly order: string;
      /** The `reference` that your page gave to the button. */
      readonly reference?: string;
    }
  | { readonly order?: never; readonly reference: string };

/** Options for {@link verifyReceipt}. */
export type VerifyReceiptOptions = ExpectedOrder & {
  /** The amount of the order: dinars as a string with two decimals, like `"4500.00"`. */
  readonly amount: string;
  /** The backend's published keys: the document itself, or the result of `receiptKeysOf(issuer)`. */
  readonly jwks: JSONWebKeySet | ReceiptKeySource;
  /** The backend's URL, as in its setting `PUBLIC_URL`. */
  readonly issuer: string;
  /** Your shop's origin, like `https://shop.example`, or a list of origins. */
  readonly audience: string | readonly string[];
  /** `sandbox` accepts only receipts of test payments. Default: `live`. */
  readonly environment?: Environment;
  /** The time of the check, in epoch milliseconds. Default: now. */
  readonly now?: number;
};

/**
 * Verifies that this backend signed the receipt, and that the receipt is for this order. A receipt does not expire.
 * [Verify a receipt](https://docs.mytpe-pay.example/develop/receipts/) explains each check.
 * @param receipt The receipt from the page or from a webhook: a JWT.
 * @param options The order and amount that you expect, your shop and the backend.
 * @returns The claims of the receipt. Deliver once per `sub`.
 * @throws {@link TokenError} if the receipt is rejected, with `keys_unavailable` if the published keys could not be read:
 *   retry later. `TypeError` if `amount`, or both `order` and `reference`, are missing or malformed.
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

/**
 * Repeats the type check at run time, so that an `undefined` value from JavaScript does not weaken the verification.
 */
function checkOptions(options: VerifyReceiptOptions): void {
  const names = (['order', 'reference'] as const).filter((name) => name in options);
  if (names.length === 0)
    throw new TypeError('verifyReceipt needs the expected order: the jti you signed, or your page’s reference');
  for (const name of names)
    if (typeof options[name] !== 'string' || options[name] === '')
      throw new TypeError(`verifyReceipt needs the expected ${name} as a non-empty string; omit it if there is none`);
  if (!Money.safeParse(options.amount).success)
    throw new TypeError('verifyReceipt needs the expected amount: a string with two decimals, like "4500.00"');
  if (options.environment !== undefined && !ENVIRONMENTS.includes(options.environment))
    throw new TypeError(`environment must be ${ENVIRONMENTS.join(' or ')}`);
}

/** Checks the backend, the shop, the environment and the date of the receipt. */
function checkSource(
  { iss, aud, environment, iat }: ReceiptClaims,
  { issuer, audience, environment: expected = 'live', now = Date.now() }: VerifyReceiptOptions,
): void {
  if (iss !== issuer) throw new TokenError('wrong_issuer', 'the receipt is from another backend');
  if (![audience].flat().includes(aud)) throw new TokenError('wrong_audience', 'the receipt is for another shop');
  if (environment !== expected)
    throw new TokenError('wrong_environment', `the receipt is of a ${environment} payment, not of a ${expected} one`);
  if (iat - now / 1000 > MAX_SKEW_SECONDS)
    throw new TokenError('not_yet_valid', 'the receipt was issued in the future');
}

/** Checks the order and its amount. */
function checkPayment(claims: ReceiptClaims, expected: VerifyReceiptOptions): void {
  if (expected.order !== undefined && claims.order !== expected.order)
    throw new TokenError(
      'wrong_order',
      claims.order === null ? 'the receipt is not for a signed order' : 'the receipt is for another order',
    );
  if (expected.reference !== undefined && claims.reference !== expected.reference)
    throw new TokenError('wrong_reference', 'the receipt has another reference');
  if (claims.amount !== expected.amount)
    throw new TokenError('wrong_amount', `the receipt is for ${claims.amount}, but ${expected.amount} was expected`);
}
