import { AbortError } from '../errors/abort-error.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { type ApiRequest, outcomeOf, requestName } from './api-request.ts';
import type { Redactor } from './credentials.ts';
import { BASE_URL_SETTING } from './setting-names.ts';
import { Expired } from './timing.ts';

/** The error for "we stopped waiting", from the reason of the signal that said so. */
export function gaveUp(request: ApiRequest<unknown>, reason: unknown, sent: boolean): TimeoutError | AbortError {
  const outcome = outcomeOf(request.role, sent ? 'unclear' : 'refused');
  const name = requestName(request);
  if (!(reason instanceof Expired))
    return new AbortError(`${name} was aborted by its caller`, { outcome, cause: reason });
  const point = sent ? 'no answer' : 'it could not even be sent';
  return new TimeoutError(`${name}: ${point} within ${reason.limitMs} ms`, { limitMs: reason.limitMs, outcome });
}

/** The error for "we stopped waiting" while files were still being read: nothing was sent. */
export function gaveUpReading(reason: unknown): TimeoutError | AbortError {
  if (!(reason instanceof Expired))
    return new AbortError('aborted by its caller', { outcome: 'rejected', cause: reason });
  const message = `the files to send could not be read within ${reason.limitMs} ms`;
  return new TimeoutError(message, { limitMs: reason.limitMs, outcome: 'rejected' });
}

/** The error for "the network failed us". */
export function connectionFailed(
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
  if (code === 'ECONNREFUSED') return `nothing answers at ${origin}. Check ${BASE_URL_SETTING}`;
  return `the connection to ${origin} failed${typeof code === 'string' ? ` (${code})` : ''}`;
}
