import { OfferEntry, breachedRules } from '@mytpe-pay/contract';
import { z } from 'zod';

import { parseJsonObject } from './json-text.ts';
import { type ClaimProblem, TokenError } from './token-error.ts';

/** The `aud` of tokens signed for earlier versions. Every backend with the key accepted it. */
export const LEGACY_OFFER_AUDIENCE = 'mytpe-pay';
/** The maximum time until a signed offer expires, in seconds. */
export const MAX_TTL_SECONDS = 7 * 24 * 3600;
/** The maximum difference between the clocks of two servers, in seconds. */
export const MAX_SKEW_SECONDS = 60;

/** An offer in a token: an offer as in the catalog, without `allowed_payers` because anyone can read a token. */
export const TokenOffer = OfferEntry.omit({ allowed_payers: true });
export type TokenOffer = z.output<typeof TokenOffer>;

/** The verified claims of a signed offer. Amounts are in centimes, dates are `Date` objects. */
export interface OfferClaims {
  /** The merchant's id of the order, for example an order number. */
  readonly jti: string;
  /** The time of signing, in seconds since 1970. May have a fraction. */
  readonly iat: number;
  /** The expiry time, in seconds since 1970. */
  readonly exp: number;
  readonly offer: TokenOffer;
}

/** The merchant's id of an order. */
export const OrderId = z
  .string('must be text')
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters without spaces');

const seconds = z.number('must be a number of seconds since 1970').min(0).max(1e11);
const Registered = z.looseObject({ iat: seconds, exp: seconds, nbf: seconds.optional(), jti: OrderId });

/** The expected audience and the current time. */
export interface OfferExpectations {
  /** The backend's address (its setting `PUBLIC_URL`), byte for byte, or a list of all accepted values of `aud`. */
  readonly audience: string | readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Validates the claims of a signed offer. Verify the signature first.
 * @throws TypeError without an audience; TokenError `malformed`, `wrong_audience`, `invalid_claims`, `expired`,
 *   `not_yet_valid`, `lifetime_too_long`, `invalid_offer`.
 */
export function readOfferClaims(payload: string, { audience, now }: OfferExpectations): OfferClaims {
  const accepted = acceptedAudiences(audience);
  const { value: claims, asWritten } = parseJsonObject(payload);
  checkAudience(claims['aud'], accepted);
  const registered = Registered.safeParse(claims);
  if (!registered.success)
    throw new TokenError('invalid_claims', 'the claims are not valid', { problems: problemsOf(registered.error, []) });
  const { jti, iat, exp, nbf } = registered.data;
  checkTimes(iat, exp, nbf ?? iat, now / 1000);
  return { jti, iat, exp, offer: readOffer(asWritten['offer']) };
}

/** @throws TypeError if `audience` is empty. */
function acceptedAudiences(audience: string | readonly string[]): readonly string[] {
  const accepted = [audience].flat();
  if (accepted.length === 0 || !accepted.every((one) => typeof one === 'string' && one !== ''))
    throw new TypeError('audience is required: the address of the backend, as in its setting PUBLIC_URL');
  return accepted;
}

function checkAudience(aud: unknown, accepted: readonly string[]): void {
  // Some libraries write a single audience as a list with one item.
  const [audience, ...others] = [aud].flat();
  if (others.length === 0 && accepted.some((one) => one === audience)) return;
  throw new TokenError('wrong_audience', `aud must be ${accepted.map((one) => `"${one}"`).join(' or ')}`);
}

function checkTimes(iat: number, exp: number, nbf: number, now: number): void {
  if (exp <= iat) throw new TokenError('invalid_claims', 'exp must be after iat');
  if (now - exp >= MAX_SKEW_SECONDS) throw new TokenError('expired', 'the offer has expired: its exp is in the past');
  if (Math.max(iat, nbf) - now > MAX_SKEW_SECONDS)
    throw new TokenError(
      'not_yet_valid',
      `iat or nbf is more than ${MAX_SKEW_SECONDS} seconds ahead of this server's clock`,
    );
  if (exp - now > MAX_TTL_SECONDS + MAX_SKEW_SECONDS)
    throw new TokenError('lifetime_too_long', 'exp may be at most 7 days ahead');
}

function readOffer(input: unknown): TokenOffer {
  const offer = TokenOffer.safeParse(input);
  const problems = offer.success
    ? breachedRules(offer.data).map(({ path, message }) => ({ path: ['offer', ...path].join('.'), message }))
    : problemsOf(offer.error, ['offer']);
  if (offer.success && problems.length === 0) return offer.data;
  throw new TokenError('invalid_offer', 'the offer is not valid', { problems: problems.slice(0, MAX_PROBLEMS) });
}

/** Limits the size of an error message. A token can contain thousands of errors. */
const MAX_PROBLEMS = 20;

function problemsOf(error: z.ZodError, prefix: readonly string[]): ClaimProblem[] {
  const at = (path: readonly PropertyKey[]) => [...prefix, ...path.map(String)].join('.').slice(0, 100);
  return error.issues.slice(0, MAX_PROBLEMS).flatMap((issue): ClaimProblem[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: at(issue.path), message: issue.message }];
    return issue.keys.slice(0, MAX_PROBLEMS).map((key) => ({ path: at([...issue.path, key]), message: unknown(key) }));
  });
}

function unknown(key: string): string {
  return key === 'allowed_payers' ? 'not allowed in a token, because anyone can read it' : 'unknown field';
}
