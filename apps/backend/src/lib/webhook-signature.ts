import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** What a secret is made of: base64 after `whsec_`, 24 to 64 bytes. `null`: it is none. */
function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(PREFIX)) return null;
  const text = secret.slice(PREFIX.length);
  const key = Buffer.from(text, 'base64');
  // What Node's lenient decoder skipped, a receiver's may not.
  return key.toString('base64') === text && key.length >= MIN_BYTES && key.length <= MAX_BYTES ? key : null;
}

export function isSigningSecret(secret: string): boolean {
  return keyOf(secret) !== null;
}

/** The headers that tell a receiver whose message this is. */
export type SignatureHeaders = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;

/**
 * Signs messages by the Standard Webhooks scheme, symmetric: one `v1` signature for each secret, so that receivers may
 * move from one to the other. @throws TypeError for what {@link isSigningSecret} refuses.
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
