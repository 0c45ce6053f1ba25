import { MytpeError, type MytpeErrorOptions } from './mytpe-error.ts';

/** Messages by field name, as MyTPE or our own check gave them. */
export type FieldMessages = Readonly<Record<string, readonly string[]>>;

export interface ApiErrorDetails extends MytpeErrorOptions {
  readonly status: number;
  readonly code?: string | undefined;
  readonly fields?: FieldMessages | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * MyTPE answered, and the answer is no: any status outside 2xx, or a 2xx that says `success: false`.
 *
 * A write's `outcome` is `rejected` after 4xx; after anything else nobody can tell: `unknown`.
 */
export class ApiError extends MytpeError {
  override readonly name: string = 'ApiError';
  /** HTTP status. The one thing to branch on: the codes are documented for two cases only. */
  readonly status: number;
  /** MyTPE's own word, like `UNAUTHORIZED`; for logs. */
  readonly code: string | undefined;
  /** What is wrong with which field of the request; empty when MyTPE named none. */
  readonly fields: FieldMessages;
  /** `X-Request-Id` of the answer, when there was one: what to quote to MyTPE. */
  readonly requestId: string | undefined;
  /** How long MyTPE asked to be left alone (`Retry-After`), in milliseconds. */
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
