import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** Returns the key of a secret: base64 after `whsec_`, 24 to 64 bytes. `null` if the text is not a signing secret. */
function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(PREFIX)) return null;
  const text = secret.slice(PREFIX.length);
  const key = Buffer.from(text, 'base64');
  // Node's decoder skips invalid characters; the receiver's decoder may not.
  return key.toString('base64') === text && key.length >= MIN_BYTES && key.length <= MAX_BYTES ? key : null;
}

/** `true` if {@link createSigner} accepts the secret. */
export function isSigningSecret(secret: string): boolean {
  return keyOf(secret) !== null;
}

/** The headers by which the receiver verifies the sender of a webhook. */
export type SignatureHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;

/**
 * Creates a function that signs webhooks with HMAC-SHA256 (Standard Webhooks). It adds one `v1` signature for each secret,
 * so that the receiver can replace one secret by the other. `seconds`: when the webhook is sent, epoch.
 * @throws TypeError if {@link isSigningSecret} returns `false` for one of `secrets`.
 */
export function createSigner(
  secrets: readonly string[],
): (id: string, seconds: number, body: string) => SignatureHeaders {
  const keys = secrets.map((secret) => {
    const key = keyOf(secret);
    if (!key) throw new TypeError('not a signing secret');
    return key;
  });
  return (id, seconds, body) => ({
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': keys
      .map((key) => `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`)
      .join(' '),
  });
}
