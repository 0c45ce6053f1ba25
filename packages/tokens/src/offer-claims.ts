import { OfferEntry, breachedRules } from '@mytpe-pay/contract';
import { z } from 'zod';

import { parseJsonObject } from './json-text.ts';
import { type ClaimProblem, TokenError } from './token-error.ts';

/** The `aud` of tokens signed for earlier versions: every backend that knew the key accepted it. */
export const LEGACY_OFFER_AUDIENCE = 'mytpe-pay';
/** The longest an offer may be good for from now on, seconds. */
export const MAX_TTL_SECONDS = 7 * 24 * 3600;
/** How far two clocks may be apart, seconds. */
export const MAX_SKEW_SECONDS = 60;

/** An offer as a token carries it: as in the catalog, but readable by anyone, so without payers. */
export const TokenOffer = OfferEntry.omit({ allowed_payers: true });
export type TokenOffer = z.output<typeof TokenOffer>;

/** What a signed offer says, checked; money in centimes, moments as `Date`. */
export interface OfferClaims {
  /** The merchant's own id of what is to be paid, for example an order number. */
  readonly jti: string;
  /** When it was signed and until when it is good, seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
  readonly offer: TokenOffer;
}

/** The merchant's own id of an order. */
export const OrderId = z
  .string('must be text')
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters without spaces');

const seconds = z.number('must be a number of seconds since 1970').min(0).max(1e11);
const Registered = z.looseObject({ iat: seconds, exp: seconds, nbf: seconds.optional(), jti: OrderId });

/** The circumstances in which a token is read. */
export interface OfferExpectations {
  /** The backend's address (its setting `PUBLIC_URL`), byte for byte; or every accepted `aud`. */
  readonly audience: string | readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Reads the claims of an offer whose signature was checked.
 * @throws TypeError without an audience; TokenError `malformed`, `wrong_audience`, `invalid_claims`, `expired`, `not_yet_valid`, `lifetime_too_long`, `invalid_offer`.
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

/** @throws TypeError */
function acceptedAudiences(audience: string | readonly string[]): readonly string[] {
  const accepted = [audience].flat();
  if (accepted.length === 0 || !accepted.every((one) => typeof one === 'string' && one !== ''))
    throw new TypeError('audience is required: the address of the backend, as in its setting PUBLIC_URL');
  return accepted;
}

function checkAudience(aud: unknown, accepted: readonly string[]): void {
  // Some libraries write a single audience as a list of one.
  const [audience, ...others] = [aud].flat();
  if (others.length === 0 && accepted.some((one) => one === audience)) return;
  throw new TokenError('wrong_audience', `aud must be ${accepted.map((one) => `"${one}"`).join(' or ')}`);
}

function checkTimes(iat: number, exp: number, nbf: number, now: number): void {
  if (exp <= iat) throw new TokenError('invalid_claims', 'exp must be after iat');
  if (now - exp >= MAX_SKEW_SECONDS) throw new TokenError('expired', 'the offer was good until its exp, which is past');
  if (Math.max(iat, nbf) - now > MAX_SKEW_SECONDS)
    throw new TokenError(
      'not_yet_valid',
      `iat or nbf is more than ${MAX_SKEW_SECONDS} seconds ahead of the clock here`,
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

/** A token can be wrong in as many ways as it has bytes; the first few say enough. */
const MAX_PROBLEMS = 20;

function problemsOf(error: z.ZodError, prefix: readonly string[]): ClaimProblem[] {
  const at = (path: readonly PropertyKey[]) => [...prefix, ...path.map(String)].join('.').slice(0, 100);
  return error.issues.slice(0, MAX_PROBLEMS).flatMap((issue): ClaimProblem[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: at(issue.path), message: issue.message }];
    return issue.keys.slice(0, MAX_PROBLEMS).map((key) => ({ path: at([...issue.path, key]), message: unknown(key) }));
  });
}

function unknown(key: string): string {
  return key === 'allowed_payers' ? 'a token can be read by anyone: it names no payers' : 'unknown field';
}
