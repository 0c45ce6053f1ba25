import { MytpeError } from './mytpe-error.ts';

/** Why a delivery was refused. */
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
export type WebhookRefusal = (typeof WEBHOOK_REFUSALS)[number];

/**
 * A webhook delivery that nothing proves to be MyTPE's: answer 403 and do nothing. Message and properties hold neither a
 * secret nor anything that the sender chose, so they are fit for a log.
 */
export class WebhookSignatureError extends MytpeError {
  override readonly name = 'WebhookSignatureError';
  /** For programs: one of {@link WEBHOOK_REFUSALS}. */
  readonly reason: WebhookRefusal;

  constructor(reason: WebhookRefusal, problem: string) {
    super(`webhook refused: ${problem}`);
    this.reason = reason;
  }
}
