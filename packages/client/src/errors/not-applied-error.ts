import { ApiError } from './api-error.ts';

/**
 * MyTPE accepted a write with a 2xx, but what was read back has not moved: a link after publish, pause, resume or
 * archive, or a resource after a change.
 * Not thrown when the link moved elsewhere meanwhile, for instance was paid: then the action's result is that link.
 */
export class NotAppliedError extends ApiError {
  override readonly name = 'NotAppliedError';
  /** The status the link still has; `undefined` where no status should have moved. */
  readonly linkStatus: string | undefined;

  constructor(action: string, id: string, linkStatus: string | undefined, kind = 'link') {
    const found = linkStatus === undefined ? 'it reads back as before' : `its status is still '${linkStatus}'`;
    super(`${action} of ${kind} ${id} was accepted but not applied: ${found}`, { status: 200, outcome: 'unknown' });
    this.linkStatus = linkStatus;
  }
}
