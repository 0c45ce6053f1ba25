/** The reasons to reject a token or a receipt. The list is fixed, so that programs can depend on it. */
export const TOKEN_PROBLEMS = [
  'malformed',
  'too_large',
  'unsupported_header',
  'unknown_key',
  'wrong_algorithm',
  'bad_signature',
  'wrong_audience',
  'wrong_issuer',
  'wrong_environment',
  'wrong_order',
  'wrong_reference',
  'wrong_amount',
  'not_yet_valid',
  'expired',
  'lifetime_too_long',
  'invalid_claims',
  'invalid_offer',
  'keys_unavailable',
] as const;

/** A reason from {@link TOKEN_PROBLEMS}. */
export type TokenProblem = (typeof TOKEN_PROBLEMS)[number];

/** One error in the signed claims. `path` is a field like `offer.amount`. */
export interface ClaimProblem {
  readonly path: string;
  readonly message: string;
}

/**
 * Thrown when a token or receipt is rejected. The message is for developers and operators. It never quotes the token.
 */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly reason: TokenProblem;
  /** All errors found, for `invalid_claims` and `invalid_offer`. */
  readonly problems: readonly ClaimProblem[];

  constructor(
    reason: TokenProblem,
    message: string,
    { problems = [], cause }: { problems?: readonly ClaimProblem[]; cause?: unknown } = {},
  ) {
    const list = problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ');
    super(list === '' ? message : `${message}: ${list}`, { cause });
    this.reason = reason;
    this.problems = problems;
  }
}
