import { OfferEntry, breachedRules } from '@mytpe-pay/contract';
import { z } from 'zod';

import { parseJsonObject } from './json-text.ts';
import { type ClaimProblem, TokenError } from './token-error.ts';

/** Who an offer token is for: any backend of this kind that knows the key. */
export const OFFER_AUDIENCE = 'mytpe-pay';
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

const seconds = z.number('must be a number of seconds since 1970').min(0).max(1e11);
const Registered = z.looseObject({
  iat: seconds,
  exp: seconds,
  nbf: seconds.optional(),
  jti: z
    .string('must be text')
    .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters without spaces'),
});

/**
 * Reads the claims of an offer whose signature was checked.
 * @param now epoch milliseconds.
 * @throws TokenError `malformed`, `wrong_audience`, `invalid_claims`, `expired`, `not_yet_valid`, `lifetime_too_long`, `invalid_offer`.
 */
export function readOfferClaims(payload: string, now: number): OfferClaims {
  const { value: claims, asWritten } = parseJsonObject(payload);
  // A list of one is how some libraries write a single audience.
  const [audience, ...others] = [claims['aud']].flat();
  if (audience !== OFFER_AUDIENCE || others.length > 0)
    throw new TokenError('wrong_audience', `aud must be "${OFFER_AUDIENCE}"`);
  const registered = Registered.safeParse(claims);
  if (!registered.success)
    throw new TokenError('invalid_claims', 'the claims are not valid', { problems: problemsOf(registered.error, []) });
  const { jti, iat, exp, nbf } = registered.data;
  checkTimes(iat, exp, nbf ?? iat, now / 1000);
  return { jti, iat, exp, offer: readOffer(asWritten['offer']) };
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
