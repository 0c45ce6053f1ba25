import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import { type Check, fail, ok, warn } from './check.ts';
import { whyUnreachable } from './why-unreachable.ts';

/** What the first check is called. */
export const ADDRESS = 'API address';

const TIMEOUT_MS = 10_000;
/** MyTPE's webhooks are refused when they are older than 300 s; half of that leaves no room for the way. */
const SKEW_WARNING_S = 60;
const SKEW_FAILURE_S = 300;

/** Asks without credentials: a MyTPE API answers 401 in JSON, with its time. A failed address is the only finding then. */
export async function checkServer({ connection, surroundings }: Session): Promise<Check[]> {
  const { api, baseUrl } = connection;
  const signal = AbortSignal.any([surroundings.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const address = api === 'ext' ? `${baseUrl}/me` : `${baseUrl}/`;
    const answer = await fetch(address, { headers: { accept: 'application/json' }, redirect: 'manual', signal });
    const body = await answer.text();
    return [checkKind(baseUrl, answer, body), checkClock(answer, surroundings.clock())];
  } catch (error) {
    surroundings.signal.throwIfAborted();
    return [
      fail(
        ADDRESS,
        `${baseUrl} cannot be reached (${whyUnreachable(error)})`,
        'Check MYTPE_BASE_URL and your network.',
      ),
    ];
  }
}

function checkKind(baseUrl: string, { status, headers }: Response, body: string): Check {
  if (status === 401 && isJson(body)) return ok(ADDRESS, `${baseUrl} answers like a MyTPE API`);
  const type = printable(headers.get('content-type') ?? 'no content type');
  const detail = `${baseUrl} answers ${status} (${type}) where a MyTPE API answers 401 in JSON`;
  return warn(ADDRESS, detail, 'Check MYTPE_BASE_URL: it ends in /api/ext, or in /api/v2/mytpe-pay with --api v2.');
}

function checkClock({ headers }: Response, now: number): Check {
  const name = 'Clock';
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return warn(name, 'the server did not tell its time', 'Compare the clock yourself.');
  const seconds = Math.round((now - theirs) / 1_000);
  const size = Math.abs(seconds);
  if (size < SKEW_WARNING_S) return ok(name, `within ${Math.max(1, size)} s of the server's`);
  const detail = `${size} s ${seconds > 0 ? 'ahead of' : 'behind'} the server's`;
  const fix = 'Set this machine by NTP: signatures of webhooks are refused beyond 300 s.';
  return size < SKEW_FAILURE_S ? warn(name, detail, fix) : fail(name, detail, fix);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
