import { ApiError } from './api-error.ts';

/**
 * MyTPE accepted a publish, pause, resume or archive with a 2xx, but the link read back has not moved.
 * Not thrown when the link moved elsewhere meanwhile, for instance was paid: then the action's result is that link.
 */
export class NotAppliedError extends ApiError {
  override readonly name = 'NotAppliedError';
  /** The status the link still has. */
  readonly linkStatus: string;

  constructor(action: string, id: string, linkStatus: string) {
    const message = `${action} of link ${id} was accepted but not applied: its status is still '${linkStatus}'`;
    super(message, { status: 200, outcome: 'unknown' });
    this.linkStatus = linkStatus;
  }
}
