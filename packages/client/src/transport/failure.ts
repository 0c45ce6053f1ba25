import { AbortError, ConnectionError, TimeoutError } from '../errors.ts';
import { type ApiRequest, outcomeOf, requestName } from './api-request.ts';
import type { Redactor } from './credentials.ts';
import { BASE_URL_SETTING } from './settings.ts';
import { Expired } from './timing.ts';

/** Creates the error for a request that was aborted or timed out, from the reason of its signal. */
export function interruptedError(
  request: ApiRequest<unknown>,
  reason: unknown,
  sent: boolean,
): TimeoutError | AbortError {
  const outcome = outcomeOf(request.role, sent ? 'unclear' : 'refused');
  const name = requestName(request);
  if (!(reason instanceof Expired))
    return new AbortError(`${name} was aborted by the caller`, { outcome, cause: reason });
  const point = sent ? 'no response' : 'the request could not be sent';
  return new TimeoutError(`${name}: ${point} within ${reason.limitMs} ms`, { limitMs: reason.limitMs, outcome });
}

/** Creates the error for a call that was aborted or timed out while it read files. Nothing was sent. */
export function interruptedReadError(reason: unknown): TimeoutError | AbortError {
  if (!(reason instanceof Expired))
    return new AbortError('aborted by the caller', { outcome: 'rejected', cause: reason });
  const message = `the files to send could not be read within ${reason.limitMs} ms`;
  return new TimeoutError(message, { limitMs: reason.limitMs, outcome: 'rejected' });
}

/** Creates the error for a failed connection. */
export function connectionError(
  request: ApiRequest<unknown>,
  cause: unknown,
  { baseUrl, redactor, sent }: { baseUrl: URL; redactor: Redactor; sent: boolean },
): ConnectionError {
  const outcome = outcomeOf(request.role, sent ? 'unclear' : 'refused');
  const message = `${requestName(request)}: ${describe(cause, baseUrl)}`;
  return new ConnectionError(message, { outcome, cause: redactor.cause(cause) });
}

function describe(cause: unknown, { origin, hostname }: URL): string {
  const code = (cause as { code?: unknown } | null)?.code;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `the host ${hostname} does not resolve. Check ${BASE_URL_SETTING}`;
  }
  if (code === 'ECONNREFUSED') return `the connection to ${origin} was refused. Check ${BASE_URL_SETTING}`;
  return `the connection to ${origin} failed${typeof code === 'string' ? ` (${code})` : ''}`;
}
