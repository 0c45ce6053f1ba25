/** The HTTP status of an error code. `retryable` is `true` if the same request may succeed later. */
interface ErrorKind {
  readonly status: number;
  readonly retryable: boolean;
}

/** Every error code that the backend sends. */
export const ERRORS = {
  validation_failed: { status: 400, retryable: false },
  idempotency_key_required: { status: 400, retryable: false },
  offer_token_invalid: { status: 401, retryable: false },
  offer_token_expired: { status: 401, retryable: false },
  origin_not_allowed: { status: 403, retryable: false },
  offer_not_found: { status: 404, retryable: false },
  link_not_found: { status: 404, retryable: false },
  offer_changed: { status: 409, retryable: false },
  offer_unavailable: { status: 409, retryable: false },
  amount_required: { status: 422, retryable: false },
  amount_not_accepted: { status: 422, retryable: false },
  amount_below_min: { status: 422, retryable: false },
  amount_above_max: { status: 422, retryable: false },
  amount_off_step: { status: 422, retryable: false },
  idempotency_key_reused: { status: 422, retryable: false },
  challenge_required: { status: 429, retryable: true },
  rate_limited: { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  upstream_rejected: { status: 502, retryable: false },
  upstream_unavailable: { status: 503, retryable: true },
  misconfigured: { status: 503, retryable: false },
} as const satisfies Record<string, ErrorKind>;

/** A code of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** All error codes, for schemas and tables. */
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];
