import { inspect } from 'node:util';

import { InvalidInputError } from '../errors.ts';

/** A trader's API key and secret from the MyTPE dashboard. The client sends them only in the two headers. */
export interface Credentials {
  readonly key: string;
  readonly secret: string;
}

/** Values that a header can carry unchanged. */
const HEADER_SAFE = /^[\x21-\x7e]{1,512}$/;

/**
 * Checks that headers can carry the credentials. @throws InvalidInputError with the invalid parts, without their
 * values.
 */
export function checkCredentials(credentials: Credentials): Credentials {
  const bad = (['key', 'secret'] as const).filter((part) => !HEADER_SAFE.test(credentials[part]));
  if (bad.length === 0) return credentials;
  const rule = 'must be 1 to 512 visible ASCII characters, without spaces or line breaks';
  throw new InvalidInputError('credentials', Object.fromEntries(bad.map((part) => [part, [rule]])));
}

/** Removes secrets from text and from error causes. */
export interface Redactor {
  text(text: string): string;
  /** Returns the cause if it contains no secret. Otherwise returns a new error with the redacted message. */
  cause(cause: unknown): unknown;
}

/**
 * Creates a redactor for all text from a server. A server may echo the request's headers, for example on a debug page.
 */
export function createRedactor({ key, secret }: Credentials): Redactor {
  const text = (raw: string) =>
    raw
      .replaceAll(secret, '[secret]')
      .replaceAll(key, '[key]')
      .replaceAll(/whsec_[\w+/=-]+/g, 'whsec_[redacted]');
  return {
    text,
    cause(cause) {
      const shown = inspect(cause, { depth: 8, showHidden: true });
      return text(shown) === shown ? cause : new Error(text(cause instanceof Error ? cause.message : 'redacted'));
    },
  };
}
