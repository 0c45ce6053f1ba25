import { type Availability, type Challenge, type ErrorCode, ERRORS } from '@mytpe-pay/contract';

/** Values that the payer's message contains, and details for the operator. Amounts are centimes. */
export interface ProblemDetails {
  /** Bounds or step in centimes, for the amount codes. */
  readonly amount?: number;
  readonly availability?: Availability;
  /** Seconds until the client should retry; sent as `Retry-After`. */
  readonly retryAfter?: number;
  readonly errors?: readonly { path: string; message: string }[];
  /** The proof of work that the client must solve; only with `challenge_required`. */
  readonly challenge?: Challenge;
  /** For the operator's log only, never in a response. */
  readonly operator?: string;
  readonly cause?: unknown;
}

/** A failure that the backend sends to the client as problem details (RFC 9457). `message` is for the operator. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ErrorCode;
  readonly details: ProblemDetails;

  constructor(code: ErrorCode, details: ProblemDetails = {}) {
    super(details.operator ?? code, { cause: details.cause });
    this.code = code;
    this.details = details;
  }

  /** The HTTP status. */
  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** A failure to start that the operator can fix. Its message is printed alone, without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Errors of these classes are bugs in this program. */
const BUGS = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * Runs a part of the start that depends on files, a database or the network.
 * @throws StartError for every failure, except bugs in this program, which it throws unchanged.
 */
export async function explained<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isBug = !(error instanceof Error) || BUGS.some((kind) => error instanceof kind);
    if (isBug || error instanceof StartError) throw error;
    throw new StartError(messageOf(error), { cause: error });
  }
}

/** A connection to a host with several addresses fails with an `AggregateError`, which has no message. */
function messageOf(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(String).join('\n') : error.message;
}
