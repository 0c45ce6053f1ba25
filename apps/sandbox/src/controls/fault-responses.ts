import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { STATUS_CODES } from 'node:http';

import { html } from '../html.ts';

/** The messages of the documented refusals. The rest of the body follows the pattern of its API. */
const MESSAGES: Readonly<Record<number, string>> = {
  401: 'Invalid API credentials.',
  403: 'This action is not allowed.',
  404: 'Not found.',
  422: 'The given data was invalid.',
  429: 'Too many attempts.',
};

/** The body that an API would send with this status, as far as its reference shows one. */
export function refusalBody(api: 'ext' | 'v2', status: number): object {
  const message = MESSAGES[status] ?? STATUS_CODES[status] ?? 'Server error';
  if (status === 422) return { message, errors: {} };
  if (api === 'v2') return { success: false, message };
  const code = (STATUS_CODES[status] ?? 'Server Error').toUpperCase().replaceAll(/[^A-Z]+/g, '_');
  return { error: code, message };
}

/** The value of `Retry-After`: whole seconds, or the date at which they end by the machine’s clock. */
export function retryAfter(ms: number, format: 'seconds' | 'http_date'): string {
  const seconds = Math.ceil(ms / 1_000);
  return format === 'seconds' ? String(seconds) : new Date(Date.now() + seconds * 1_000).toUTCString();
}

/** The error page in a payer’s browser, as a bare web server sends it. */
export function refusalPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`;
  return html`<!doctype html>
    <title>${title}</title>
    <h1>${title}</h1> `.markup;
}

const STEPS_PER_SECOND = 10;

/** Sends half of the body, then breaks the connection. */
export function cutInHalf(body: Buffer): Readable {
  async function* half(): AsyncGenerator<Buffer> {
    yield body.subarray(0, Math.ceil(body.length / 2));
    throw new Error('A fault cut this response.');
  }
  return Readable.from(half(), { objectMode: false });
}

/** Sends the whole body at `bytesPerSecond`. The first bytes leave immediately. */
export function drip(body: Buffer, bytesPerSecond: number, stopping: AbortSignal): Readable {
  const step = Math.ceil(bytesPerSecond / STEPS_PER_SECOND);
  async function* drops(): AsyncGenerator<Buffer> {
    for (let from = 0; from < body.length; from += step) {
      if (from > 0) await delay((step / bytesPerSecond) * 1_000, undefined, { signal: stopping });
      yield body.subarray(from, from + step);
    }
  }
  return Readable.from(drops(), { objectMode: false });
}
