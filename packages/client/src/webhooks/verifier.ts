import { timingSafeEqual } from 'node:crypto';
import { types } from 'node:util';

import { WebhookSignatureError } from '../errors.ts';
import { type WebhookDelivery, readDelivery } from './delivery.ts';
import { type HeaderValues, type WebhookHeaderNames, type WebhookHeaders, readHeaders } from './headers.ts';
import { signatureOf } from './signature.ts';
import { type VerifierSettings, type WebhookVerifierOptions, parseVerifierSettings } from './verifier-settings.ts';

/** Verifies that deliveries are from MyTPE. Keeps no state, so store delivery ids yourself to detect repeats. */
export interface WebhookVerifier {
  /**
   * Checks the headers without the body: signature and timestamp must occur once and be well formed, and the timestamp
   * must be within the tolerance. Call it before you read the body, so that most forgeries are refused without
   * buffering.
   * @throws WebhookSignatureError for any invalid input. No other error.
   */
  checkHeaders(headers: WebhookHeaders): void;
  /**
   * Verifies a delivery and parses it. @param rawBody The raw body. JSON that was parsed and serialized again has
   * another signature: `5000.00` becomes `5000`.
   * @throws WebhookSignatureError for any invalid input. No other error.
   */
  verify(rawBody: Uint8Array | string, headers: WebhookHeaders): WebhookDelivery;
}

/**
 * Creates a verifier for the webhooks of MyTPE, of both APIs.
 * [Receive webhooks of MyTPE](https://docs.mytpe-pay.example/develop/client/#receive-webhooks-of-mytpe) has an example.
 * @param options The secrets, and the limits for time and size.
 * @throws `InvalidInputError` for invalid options, such as an empty list of secrets. Never shows a secret.
 */
export function createWebhookVerifier(options: WebhookVerifierOptions): WebhookVerifier {
  const settings = parseVerifierSettings(options);
  return {
    checkHeaders: (headers) => void checkedHeaders(headers, settings),
    verify(rawBody, headers) {
      const bytes = rawBytes(rawBody, settings.maxBodyBytes);
      const { event, deliveryId, timestamp, digits, sentAt } = checkedHeaders(headers, settings);
      checkSignature(digits, { bytes, timestamp }, settings);
      return readDelivery(bytes, { event: hint(event), deliveryId: hint(deliveryId), sentAt });
    },
  };
}

interface CheckedHeaders extends Pick<HeaderValues, 'event' | 'deliveryId'> {
  readonly timestamp: string;
  /** The signature without its prefix: 64 hexadecimal digits. */
  readonly digits: string;
  readonly sentAt: Date;
}

function checkedHeaders(headers: WebhookHeaders, settings: VerifierSettings): CheckedHeaders {
  const values = readHeaders(headers, settings.headers);
  const timestamp = onlyValue(values, 'timestamp', settings.headers);
  const signature = onlyValue(values, 'signature', settings.headers);
  const sentAt = checkedMoment(timestamp, settings);
  return { ...values, timestamp, digits: signatureDigits(signature, settings), sentAt };
}

function rawBytes(rawBody: unknown, maxBytes: number): Uint8Array {
  const bytes = typeof rawBody === 'string' ? Buffer.from(rawBody) : rawBody;
  if (!types.isUint8Array(bytes)) {
    throw new WebhookSignatureError('body_not_raw', 'the body must be the raw bytes or text, not parsed JSON');
  }
  if (bytes.length <= maxBytes) return bytes;
  throw new WebhookSignatureError('body_too_large', `the body has more than ${maxBytes} bytes`);
}

function onlyValue(values: HeaderValues, name: 'signature' | 'timestamp', names: WebhookHeaderNames): string {
  const [value, ...more] = values[name];
  if (value === undefined || value === '') {
    throw new WebhookSignatureError('missing_header', `it has no ${names[name]} header`);
  }
  if (more.length === 0) return value;
  throw new WebhookSignatureError('duplicated_header', `it has more than one ${names[name]} header`);
}

function checkedMoment(timestamp: string, { clock, toleranceSeconds }: VerifierSettings): Date {
  // 11 digits reach the year 5138. More digits are probably milliseconds.
  if (!/^\d{1,11}$/.test(timestamp)) {
    throw new WebhookSignatureError('malformed_timestamp', 'its timestamp is not an integer of seconds since 1970');
  }
  const age = Math.floor(clock() / 1_000) - Number(timestamp);
  const limit = `at most ${toleranceSeconds} are accepted`;
  if (age > toleranceSeconds) {
    throw new WebhookSignatureError(
      'too_old',
      `it was sent ${age} seconds ago, ${limit}: the delivery was replayed, or a clock is wrong`,
    );
  }
  if (age < -toleranceSeconds) {
    const problem = `it was sent ${-age} seconds in the future, ${limit}: the delivery is forged, or this machine's clock is wrong`;
    throw new WebhookSignatureError('in_future', problem);
  }
  return new Date(Number(timestamp) * 1_000);
}

function signatureDigits(signature: string, { signaturePrefix }: VerifierSettings): string {
  const digits = signature.startsWith(signaturePrefix) ? signature.slice(signaturePrefix.length) : '';
  if (/^[\da-f]{64}$/.test(digits)) return digits;
  const problem = `its signature is not "${signaturePrefix}" and 64 lowercase hexadecimal digits`;
  throw new WebhookSignatureError('malformed_signature', problem);
}

/** Tries all secrets even after a match, so that the duration reveals nothing. */
function checkSignature(
  digits: string,
  { bytes, timestamp }: { bytes: Uint8Array; timestamp: string },
  { secrets }: VerifierSettings,
): void {
  const given = Buffer.from(digits, 'hex');
  const matches = secrets.map((secret) => timingSafeEqual(given, signatureOf(bytes, secret, timestamp)));
  if (matches.includes(true)) return;
  const problem =
    'its signature does not match any of the secrets: check that this is the raw body and the secret of this webhook';
  throw new WebhookSignatureError('signature_mismatch', problem);
}

/** Returns the value of an unsigned header if it occurs once and is well formed. */
function hint([value, ...more]: readonly string[]): string | undefined {
  return value !== undefined && more.length === 0 && /^[\x21-\x7e]{1,255}$/.test(value) ? value : undefined;
}
