import type { DomainEvent } from '../model/events.ts';

/** In Node since 21, not yet among TypeScript's types: puts a number into JSON exactly as it is written. */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/**
 * The text of a delivery, as it is signed and sent. In v2 an amount is a number with its two decimals (`5000.00`), as
 * documented: whoever parses and writes it again before verifying has another text. ext has strings for amounts.
 */
export function writePayload(deliveryId: string, { api, event, data }: DomainEvent, at: Date): string {
  const timestamp = at.toISOString().replace('Z', '000Z');
  const payload = { delivery_id: deliveryId, event, timestamp, data };
  return JSON.stringify(payload, api === 'v2' ? writeAmount : undefined);
}

function writeAmount(name: string, value: unknown): unknown {
  return name === 'amount' && typeof value === 'number' ? rawJSON(value.toFixed(2)) : value;
}
