import type { Session } from '../../session.ts';
import { printable } from '../../terminal/display.ts';

export const CHECK_RESULTS = ['ok', 'warn', 'fail'] as const;

/** The result of one check. */
export interface Check {
  readonly name: string;
  readonly result: (typeof CHECK_RESULTS)[number];
  readonly detail: string;
  /** The fix, if the check is not ok. */
  readonly fix?: string | undefined;
}

export const ok = (name: string, detail: string): Check => ({ name, result: 'ok', detail });
export const warn = (name: string, detail: string, fix: string): Check => ({ name, result: 'warn', detail, fix });
export const fail = (name: string, detail: string, fix: string): Check => ({ name, result: 'fail', detail, fix });

/** Returns the reason why `fetch` failed, like `ECONNREFUSED` or `timeout`. */
export function whyUnreachable(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: Record<string, unknown> };
  if (name === 'TimeoutError') return 'timeout';
  const why = [cause?.['code'], cause?.['message']].find((text) => typeof text === 'string');
  return why === undefined ? 'unknown reason' : printable(why);
}

/** The name of the first check. */
export const API_URL = 'API URL';

const TIMEOUT_MS = 10_000;
/** Receivers refuse webhooks that are older than 300 s. */
const SKEW_WARNING_S = 60;
const SKEW_FAILURE_S = 300;

/**
 * Sends a request without credentials. A MyTPE API returns 401 with JSON and its time. If the URL fails, this is the
 * only check.
 */
export async function checkServer({ connection, context }: Session): Promise<Check[]> {
  const { api, baseUrl } = connection;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const address = api === 'ext' ? `${baseUrl}/me` : `${baseUrl}/`;
    const response = await fetch(address, { headers: { accept: 'application/json' }, redirect: 'manual', signal });
    const body = await response.text();
    return [checkKind(baseUrl, response, body), checkClock(response, context.clock())];
  } catch (error) {
    context.signal.throwIfAborted();
    return [
      fail(API_URL, `${baseUrl} is unreachable (${whyUnreachable(error)})`, 'Check MYTPE_BASE_URL and your network.'),
    ];
  }
}

function checkKind(baseUrl: string, { status, headers }: Response, body: string): Check {
  if (status === 401 && isJson(body)) return ok(API_URL, `${baseUrl} responds like a MyTPE API`);
  const type = printable(headers.get('content-type') ?? 'no content type');
  const detail = `${baseUrl} returns ${status} (${type}), but a MyTPE API returns 401 with JSON`;
  return warn(API_URL, detail, 'Check MYTPE_BASE_URL: it must end in /api/ext, or in /api/v2/mytpe-pay with --api v2.');
}

function checkClock({ headers }: Response, now: number): Check {
  const name = 'Clock';
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return warn(name, 'the server did not return its time', 'Compare the clock yourself.');
  const seconds = Math.round((now - theirs) / 1_000);
  const size = Math.abs(seconds);
  if (size < SKEW_WARNING_S) return ok(name, `within ${Math.max(1, size)} s of the server's clock`);
  const detail = `${size} s ${seconds > 0 ? 'ahead of' : 'behind'} the server's clock`;
  const fix = 'Synchronize the clock with NTP: webhook signatures are refused beyond 300 s.';
  return size < SKEW_FAILURE_S ? warn(name, detail, fix) : fail(name, detail, fix);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
