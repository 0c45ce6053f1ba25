import { MytpeError, type MytpeErrorOptions } from './mytpe-error.ts';

/**
 * Our own patience ended: one try took longer than `timeoutMs`, or the whole call longer than `deadlineMs`.
 * MyTPE may still be at work. Not thrown when the caller's signal ends the call: that is an `AbortError`.
 */
export class TimeoutError extends MytpeError {
  override readonly name = 'TimeoutError';
  /** The limit that was reached, in milliseconds. */
  readonly limitMs: number;

  constructor(message: string, options: MytpeErrorOptions & { readonly limitMs: number }) {
    super(message, options);
    this.limitMs = options.limitMs;
  }
}
