import { MytpeError } from './mytpe-error.ts';

/**
 * The caller's `signal` ended the call; `cause` is the signal's reason. Its own class, and not the bare reason, because
 * an aborted write has an `outcome` too. The name is the platform's, so the usual `error.name` check holds.
 */
export class AbortError extends MytpeError {
  override readonly name = 'AbortError';
}
