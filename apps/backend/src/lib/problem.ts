import { type Availability, type Challenge, type ErrorCode, ERRORS } from '@mytpe-pay/contract';

/** Values that a message mentions, already fit for a payer's eyes; amounts in centimes. */
export interface ProblemDetails {
  /** Bounds or step in centimes, for the amount codes. */
  readonly amount?: number;
  readonly availability?: Availability;
  /** Seconds until a retry makes sense; becomes `Retry-After`. */
  readonly retryAfter?: number;
  readonly errors?: readonly { path: string; message: string }[];
  /** The proof of work that lets the request through; with `challenge_required`. */
  readonly challenge?: Challenge;
  /** For the operator's log only, never in an answer. */
  readonly operator?: string;
  readonly cause?: unknown;
}

/** A failure that is answered to the caller as RFC 9457 problem details. `message` is for the operator. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly details: ProblemDetails;

  constructor(code: ErrorCode, details: ProblemDetails = {}) {
    super(details.operator ?? code, { cause: details.cause });
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
