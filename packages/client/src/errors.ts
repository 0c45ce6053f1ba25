/**
 * The outcome of a failed write.
 *
 * - `rejected`: MyTPE did not carry out the write. Nothing changed.
 * - `unknown`: MyTPE may have carried out the write. MyTPE documents no idempotency, so read before you repeat the
 *   write.
 */
export type Outcome = 'rejected' | 'unknown';

/** Options for the constructor of a {@link MytpeError}. */
export interface MytpeErrorOptions {
  readonly outcome?: Outcome | undefined;
  readonly cause?: unknown;
}

/** The base class of all errors of this client. Messages and properties never contain a key or a secret. */
export abstract class MytpeError extends Error {
  abstract override readonly name: string;
  /** Set if a write failed, or if the client rejected a call before it sent a request. Otherwise `undefined`. */
  readonly outcome: Outcome | undefined;

  constructor(message: string, { outcome, cause }: MytpeErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.outcome = outcome;
  }
}

/** Error messages by field name, from MyTPE or from the client's own validation. */
export type FieldMessages = Readonly<Record<string, readonly string[]>>;

/** Details for the constructor of an {@link ApiError}. */
export interface ApiErrorDetails extends MytpeErrorOptions {
  readonly status: number;
  readonly code?: string | undefined;
  readonly fields?: FieldMessages | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * MyTPE returned an error: any status outside 2xx, or a 2xx response with `success: false`.
 *
 * After a 4xx response to a write, `outcome` is `rejected`. After any other response to a write it is `unknown`.
 */
export class ApiError extends MytpeError {
  override readonly name: string = 'ApiError';
  /** The HTTP status. Branch on it instead of `code`, because MyTPE documents only two codes. */
  readonly status: number;
  /** MyTPE's error code, like `UNAUTHORIZED`. Use it for logs only. */
  readonly code: string | undefined;
  /** The errors by field of the request. Empty if MyTPE named no field. */
  readonly fields: FieldMessages;
  /** The `X-Request-Id` header of the response, if there was one. Quote it when you contact MyTPE. */
  readonly requestId: string | undefined;
  /** The delay from the `Retry-After` header, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(message, details);
    this.status = details.status;
    this.code = details.code;
    this.fields = details.fields ?? {};
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * The caller's input is invalid. The client throws this error before it sends a write, so `outcome` is always
 * `rejected`.
 */
export class InvalidInputError extends MytpeError {
  override readonly name = 'InvalidInputError';
  /** The errors by field, option or id. */
  readonly fields: FieldMessages;

  constructor(subject: string, fields: FieldMessages) {
    super(`${subject}: ${describeFields(fields)}`, { outcome: 'rejected' });
    this.fields = fields;
  }
}

/** Formats field errors as one line of text: `amount: must be …; title: must not be empty`. */
export function describeFields(fields: FieldMessages): string {
  return Object.entries(fields)
    .map(([name, messages]) => `${name}: ${messages.join(' ')}`)
    .join('; ');
}

/**
 * The caller's `signal` aborted the call. `cause` is the signal's reason. The error is a class of its own because an
 * aborted write has an `outcome`. `name` is that of the platform's `AbortError`, so the usual check of `error.name`
 * works.
 */
export class AbortError extends MytpeError {
  override readonly name = 'AbortError';
}

/**
 * The client received no complete response, or it was already closed. `cause` is the socket's error: the host did not
 * resolve, or the connection was refused, failed TLS or broke off. For a write, `outcome` is `rejected` if the request
 * was certainly not sent, otherwise `unknown`.
 */
export class ConnectionError extends MytpeError {
  override readonly name = 'ConnectionError';
}

/**
 * One attempt took longer than `timeoutMs`, or the whole call took longer than `deadlineMs`. MyTPE may still be
 * processing the request. If the caller's signal ends the call, the client throws an `AbortError` instead.
 */
export class TimeoutError extends MytpeError {
  override readonly name = 'TimeoutError';
  /** The limit that was exceeded, in milliseconds. */
  readonly limitMs: number;

  constructor(message: string, options: MytpeErrorOptions & { readonly limitMs: number }) {
    super(message, options);
    this.limitMs = options.limitMs;
  }
}

/**
 * MyTPE returned 2xx, but the body differs from MyTPE's reference: it is not JSON, too large, or has a wrong type at
 * `path`. Never thrown for unknown fields, unknown enum values or absent optional fields.
 */
export class ResponseShapeError extends MytpeError {
  override readonly name = 'ResponseShapeError';
  /** The path of the error in the body, like `data.amount`. Empty for the body as a whole. */
  readonly path: string;

  constructor(message: string, options: MytpeErrorOptions & { readonly path: string }) {
    super(message, options);
    this.path = options.path;
  }
}

/**
 * MyTPE accepted a write with 2xx, but the resource is unchanged: a link after publish, pause, resume or archive, or
 * another resource after an update. Not thrown if the link has changed to another status in the meantime, for example
 * because it was paid. The action then returns that link.
 */
export class NotAppliedError extends ApiError {
  override readonly name = 'NotAppliedError';
  /** The unchanged status of the link. `undefined` if the write should not have changed a status. */
  readonly linkStatus: string | undefined;

  constructor(action: string, id: string, linkStatus: string | undefined, kind = 'link') {
    const found = linkStatus === undefined ? 'it is unchanged' : `its status is still '${linkStatus}'`;
    super(`${action} of ${kind} ${id} was accepted but not applied: ${found}`, { status: 200, outcome: 'unknown' });
    this.linkStatus = linkStatus;
  }
}

/** One term of a link: the requested value, and the value in MyTPE's response. Amounts are in centimes. */
export interface TermDifference {
  readonly requested: string | number | null;
  readonly received: string | number | null;
}

/**
 * MyTPE created a link with different terms than requested. The link exists and may be payable. Do not show it;
 * deactivate or delete it by `linkId`. `outcome` is `unknown`, because MyTPE created a link.
 */
export class DifferentTermsError extends MytpeError {
  override readonly name = 'DifferentTermsError';
  readonly linkId: string;
  readonly slug: string;
  /** The differences by field: `pricing`, `amount`, `payment_mode`, `max_payments`. */
  readonly differences: Readonly<Record<string, TermDifference>>;

  constructor(link: { readonly id: string; readonly slug: string }, differences: Record<string, TermDifference>) {
    const list = Object.entries(differences).map(
      ([field, { requested, received }]) => `${field} ${String(received)} instead of ${String(requested)}`,
    );
    super(`MyTPE created link ${link.id} with different terms than requested: ${list.join(', ')}`, {
      outcome: 'unknown',
    });
    this.linkId = link.id;
    this.slug = link.slug;
    this.differences = differences;
  }
}

/** The reasons to refuse a delivery. */
export const WEBHOOK_REFUSALS = [
  'body_not_raw',
  'body_too_large',
  'missing_header',
  'duplicated_header',
  'malformed_timestamp',
  'too_old',
  'in_future',
  'malformed_signature',
  'signature_mismatch',
] as const;
/** A reason from {@link WEBHOOK_REFUSALS}. */
export type WebhookRefusal = (typeof WEBHOOK_REFUSALS)[number];

/**
 * A webhook delivery that was not proven to be from MyTPE. Respond with 403 and ignore the delivery. The message and
 * properties are safe to log: they contain no secret and no text from the sender.
 */
export class WebhookSignatureError extends MytpeError {
  override readonly name = 'WebhookSignatureError';
  /** The reason, for programs. */
  readonly reason: WebhookRefusal;

  constructor(reason: WebhookRefusal, problem: string) {
    super(`webhook refused: ${problem}`);
    this.reason = reason;
  }
}
