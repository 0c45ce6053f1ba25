import { createHmac } from 'node:crypto';

/**
 * The signature header of a delivery: `sha256=` and the hex HMAC-SHA256 of `timestamp.body`, keyed with the whole secret,
 * `whsec_` included. Documented for v2; that ext signs in the same way is assumed.
 */
export function signBody(secret: string, timestamp: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
