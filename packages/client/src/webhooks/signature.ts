import { createHmac } from 'node:crypto';

import { InvalidInputError } from '../errors/invalid-input-error.ts';

/** What stands before the hexadecimal digits. */
export const SIGNATURE_PREFIX = 'sha256=';

export interface SigningOptions {
  /** Whole, `whsec_` included: it is used as the text it is. */
  readonly secret: string;
  /** Seconds since 1970: what the timestamp header will say. */
  readonly timestamp: number;
}

/**
 * The signature header of a delivery, as MyTPE would write it: for tests, and for whoever plays MyTPE.
 * @throws InvalidInputError for an empty secret or a timestamp that is no whole number.
 */
export function signWebhook(rawBody: Uint8Array | string, { secret, timestamp }: SigningOptions): string {
  if (typeof secret !== 'string' || secret === '') throw refusal('secret', 'must not be empty');
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) throw refusal('timestamp', 'must be whole seconds since 1970');
  return SIGNATURE_PREFIX + signatureOf(rawBody, secret, String(timestamp)).toString('hex');
}

/** HMAC-SHA256 of `timestamp.body`: the timestamp as it is in the header, the body as it came over the wire. */
export function signatureOf(rawBody: Uint8Array | string, secret: string, timestamp: string): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest();
}

function refusal(option: string, rule: string): InvalidInputError {
  return new InvalidInputError('webhook signing options', { [option]: [rule] });
}
