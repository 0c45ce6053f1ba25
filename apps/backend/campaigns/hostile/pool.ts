import type { Pool } from './schema-values.ts';
import { type RawResponse, headerOf } from './wire.ts';

const MAX_VALUES = 200;

/** Creates a pool with the values that exist at the start. */
export function createPool(tokens: string[]): Pool {
  return new Map([
    ['OfferId', ['tshirt', 'donation', 'invoice', 'pay-us', 'workshop', 'goal', 'closed']],
    ['LinkId', [`lnk_${'A'.repeat(22)}`]],
    ['Money', ['1500.00', '1000.00', '4500.00', '200.00', '50000.00', '0.00', '1500.50']],
    ['Reference', ['order-1', 'A.b_c-9']],
    ['amount', ['1500.00', '1500', '1 500,00', '1000.00']],
    ['offer_token', tokens],
    ['version', ['0.1.0']],
    ['file', ['mytpe-pay-button.js']],
    ['format', ['json', 'csv']],
    ['status', ['active', 'requested', 'paid', 'archived']],
    ['key', []],
    ['cursor', []],
  ]);
}

/** Adds the ids, keys and cursors in a response to the pool, for later requests. */
export function harvest(pool: Pool, response: RawResponse): void {
  const text = response.body.toString();
  const type = headerOf(response, 'content-type');
  if (type.startsWith('text/html')) addValue(pool, 'key', /name="key" value="([^"]+)"/.exec(text)?.[1]);
  if (!type.startsWith('application/json')) return;
  addValue(pool, 'LinkId', /"id":"(lnk_[\w-]+)"/.exec(text)?.[1]);
  addValue(pool, 'cursor', /"next":"([^"]+)"/.exec(text)?.[1]);
  for (const [, name] of text.matchAll(/"v0\.1\.0\/([\w.-]+)":"sha/g)) addValue(pool, 'file', name);
}

function addValue(pool: Pool, name: string, value: string | undefined): void {
  const values = pool.get(name);
  if (value === undefined || !values || values.includes(value)) return;
  values.push(value);
  if (values.length > MAX_VALUES) values.shift();
}
