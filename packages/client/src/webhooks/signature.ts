import { createHmac } from 'node:crypto';

import { InvalidInputError } from '../errors.ts';

/** The prefix of the hexadecimal digits. */
export const SIGNATURE_PREFIX = 'sha256=';

/** Options for {@link signWebhook}. */
export interface SigningOptions {
  /** The complete secret, including `whsec_`. */
  readonly secret: string;
  /** The value of the timestamp header, in seconds since 1970. */
  readonly timestamp: number;
}

/**
 * Returns the signature header of a delivery, as MyTPE would send it. For tests and emulators.
 * @param rawBody The body, exactly as sent.
 * @param options The secret and the timestamp.
 * @returns The value of `X-MytpePay-Signature`: `sha256=` and 64 hexadecimal digits.
 * @throws {@link InvalidInputError} for an empty secret, or for a timestamp that is not an integer.
 */
export function signWebhook(rawBody: Uint8Array | string, { secret, timestamp }: SigningOptions): string {
  if (typeof secret !== 'string' || secret === '') throw invalidOption('secret', 'must not be empty');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0)
    throw invalidOption('timestamp', 'must be an integer: seconds since 1970');
  return SIGNATURE_PREFIX + signatureOf(rawBody, secret, String(timestamp)).toString('hex');
}

/** Returns the HMAC-SHA256 of `timestamp.body`, with the timestamp from the header and the raw body. */
export function signatureOf(rawBody: Uint8Array | string, secret: string, timestamp: string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
}

function invalidOption(option: string, rule: string): InvalidInputError {
  return new InvalidInputError('webhook signing options', { [option]: [rule] });
}
