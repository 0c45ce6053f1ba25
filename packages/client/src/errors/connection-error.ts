import { MytpeError } from './mytpe-error.ts';

/**
 * No whole answer came: the host did not resolve, refused, failed TLS, or broke off (`cause` is the socket's error); or
 * this client was already closed.
 * A write's `outcome` is `rejected` when its request never left, `unknown` once it may have.
 */
export class ConnectionError extends MytpeError {
  override readonly name = 'ConnectionError';
}
