import { timingSafeEqual } from 'node:crypto';
import { types } from 'node:util';

import { WebhookSignatureError } from '../errors/webhook-signature-error.ts';
import { type WebhookDelivery, readDelivery } from './delivery.ts';
import { type HeaderValues, type WebhookHeaderNames, type WebhookHeaders, readHeaders } from './headers.ts';
import { signatureOf } from './signature.ts';
import { type VerifierSettings, type WebhookVerifierOptions, parseVerifierSettings } from './verifier-settings.ts';

/** Tells MyTPE's deliveries from anybody else's. Holds nothing between calls: remember delivery ids yourself. */
export interface WebhookVerifier {
  /**
   * Checks everything that needs no body: that signature and timestamp are there once, well formed, and that the timestamp
   * is within tolerance. Call it before reading the body, to refuse most forgeries without buffering them.
   * @throws WebhookSignatureError, and nothing else, for any input.
   */
  checkHeaders(headers: WebhookHeaders): void;
  /**
   * @param rawBody exactly what came over the wire. JSON that was parsed and written again has another signature:
   * `5000.00` becomes `5000`.
   * @throws WebhookSignatureError, and nothing else, whatever was sent.
   */
  verify(rawBody: Uint8Array | string, headers: WebhookHeaders): WebhookDelivery;
}

/** @throws InvalidInputError when an option is wrong, such as an empty list of secrets; never shows a secret. */
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
    throw new WebhookSignatureError('body_not_raw', 'the body must be the raw bytes or text, before any JSON parser');
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
  // Up to the year 5138: whoever writes more digits means milliseconds.
  if (!/^\d{1,11}$/.test(timestamp)) {
    throw new WebhookSignatureError('malformed_timestamp', 'its timestamp is not in whole seconds since 1970');
  }
  const age = Math.floor(clock() / 1_000) - Number(timestamp);
  const limit = `at most ${toleranceSeconds} are accepted`;
  if (age > toleranceSeconds) {
    throw new WebhookSignatureError(
      'too_old',
      `it was sent ${age} seconds ago, ${limit}: replayed, or a clock is wrong`,
    );
  }
  if (age < -toleranceSeconds) {
    const problem = `it was sent ${-age} seconds in the future, ${limit}: forged, or this machine's clock is wrong`;
    throw new WebhookSignatureError('in_future', problem);
  }
  return new Date(Number(timestamp) * 1_000);
}

function signatureDigits(signature: string, { signaturePrefix }: VerifierSettings): string {
  const digits = signature.startsWith(signaturePrefix) ? signature.slice(signaturePrefix.length) : '';
  if (/^[\da-f]{64}$/.test(digits)) return digits;
  const problem = `its signature is not "${signaturePrefix}" and 64 lower-case hexadecimal digits`;
  throw new WebhookSignatureError('malformed_signature', problem);
}

/** Every secret is tried, whichever matches, so that the time taken reveals nothing. */
function checkSignature(
  digits: string,
  { bytes, timestamp }: { bytes: Uint8Array; timestamp: string },
  { secrets }: VerifierSettings,
): void {
  const given = Buffer.from(digits, 'hex');
  const matches = secrets.map((secret) => timingSafeEqual(given, signatureOf(bytes, secret, timestamp)));
  if (matches.includes(true)) return;
  const problem =
    'its signature was made with none of the secrets, or of another body: is this the raw body, and the secret of this webhook?';
  throw new WebhookSignatureError('signature_mismatch', problem);
}

/** An unsigned header, when there is one of a usable form. */
function hint([value, ...more]: readonly string[]): string | undefined {
  return value !== undefined && more.length === 0 && /^[\x21-\x7e]{1,255}$/.test(value) ? value : undefined;
}
