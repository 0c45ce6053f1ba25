import { STATUS_CODES } from 'node:http';

import { html } from '../html.ts';

/** What the documented refusals say; the rest follows the pattern of its API. */
const MESSAGES: Readonly<Record<number, string>> = {
  401: 'Invalid API credentials.',
  403: 'This action is not allowed.',
  404: 'Not found.',
  422: 'The given data was invalid.',
  429: 'Too many attempts.',
};

/** The body that an API would give this status, as far as its reference shows one. */
export function refusalBody(api: 'ext' | 'v2', status: number): object {
  const message = MESSAGES[status] ?? STATUS_CODES[status] ?? 'Server error';
  if (status === 422) return { message, errors: {} };
  if (api === 'v2') return { success: false, message };
  const code = (STATUS_CODES[status] ?? 'Server Error').toUpperCase().replaceAll(/[^A-Z]+/g, '_');
  return { error: code, message };
}

/** `Retry-After`, in whole seconds or as the date at which they are over by this machine's time. */
export function retryAfter(ms: number, format: 'seconds' | 'http_date'): string {
  const seconds = Math.ceil(ms / 1_000);
  return format === 'seconds' ? String(seconds) : new Date(Date.now() + seconds * 1_000).toUTCString();
}

/** What a payer's browser shows instead of the page, as a bare server would. */
export function refusalPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`;
  return html`<!doctype html>
    <title>${title}</title>
    <h1>${title}</h1> `.markup;
}
