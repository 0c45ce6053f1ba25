import { createHmac } from 'node:crypto';

import type { DomainEvent } from '../model/events.ts';

/** Puts a number into JSON exactly as written. In Node since 21, and not yet among TypeScript’s types. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/**
 * The text of a delivery, as it is signed and sent. In v2 an amount is a number with two decimals (`5000.00`), as
 * documented. A receiver that parses and re-serialises it before verifying gets another text. ext uses strings for amounts.
 */
export function writePayload(deliveryId: string, { api, event, data }: DomainEvent, at: Date): string {
  const timestamp = at.toISOString().replace('Z', '000Z');
  const payload = { delivery_id: deliveryId, event, timestamp, data };
  return JSON.stringify(payload, api === 'v2' ? writeAmount : undefined);
}

function writeAmount(name: string, value: unknown): unknown {
  return name === 'amount' && typeof value === 'number' ? rawJSON(value.toFixed(2)) : value;
}

/**
 * The signature header of a delivery: `sha256=` and the hex HMAC-SHA256 of `timestamp.body`. The key is the whole secret,
 * `whsec_` included. Documented for v2, assumed for ext.
 */
export function signBody(secret: string, timestamp: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
