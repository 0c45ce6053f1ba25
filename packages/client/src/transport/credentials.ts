import { inspect } from 'node:util';

import { InvalidInputError } from '../errors/invalid-input-error.ts';

/** A trader's pair from the MyTPE dashboard. Opaque; never sent anywhere but in the two headers. */
export interface Credentials {
  readonly key: string;
  readonly secret: string;
}

/** What a header can carry without being changed. */
const HEADER_SAFE = /^[\x21-\x7e]{1,512}$/;

/** @throws InvalidInputError naming the part that no header could carry, never its value. */
export function checkCredentials(credentials: Credentials): Credentials {
  const bad = (['key', 'secret'] as const).filter((part) => !HEADER_SAFE.test(credentials[part]));
  if (bad.length === 0) return credentials;
  const rule = 'must be 1 to 512 visible ASCII characters, without spaces or line breaks';
  throw new InvalidInputError('credentials', Object.fromEntries(bad.map((part) => [part, [rule]])));
}

/** Takes secrets out of text and of error causes. */
export interface Redactor {
  text(text: string): string;
  /** The cause itself when it is clean, else a bare error with the redacted message. */
  cause(cause: unknown): unknown;
}

/** A server may echo what it was sent, a debug page all of it: nothing it says is passed on unread. */
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
