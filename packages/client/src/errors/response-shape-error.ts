import { MytpeError, type MytpeErrorOptions } from './mytpe-error.ts';

/**
 * MyTPE said yes (2xx), but the body is not what its reference describes: no JSON, too large, or a wrong type at `path`.
 * Never thrown for unknown fields, unknown enum values or absent optional fields.
 */
export class ResponseShapeError extends MytpeError {
  override readonly name = 'ResponseShapeError';
  /** Where in the body, like `data.amount`; empty when it is the body as a whole. */
  readonly path: string;

  constructor(message: string, options: MytpeErrorOptions & { readonly path: string }) {
    super(message, options);
    this.path = options.path;
  }
}
