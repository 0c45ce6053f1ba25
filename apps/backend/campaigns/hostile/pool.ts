import type { Pool } from './schema-values.ts';
import { type Answer, headerOf } from './wire.ts';

const MOST = 200;

/** Values that exist, to begin with. */
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

/** Keeps what an answer holds that another request may name. */
export function harvest(pool: Pool, answer: Answer): void {
  const text = answer.body.toString();
  const type = headerOf(answer, 'content-type');
  if (type.startsWith('text/html')) keep(pool, 'key', /name="key" value="([^"]+)"/.exec(text)?.[1]);
  if (!type.startsWith('application/json')) return;
  keep(pool, 'LinkId', /"id":"(lnk_[\w-]+)"/.exec(text)?.[1]);
  keep(pool, 'cursor', /"next":"([^"]+)"/.exec(text)?.[1]);
  for (const [, name] of text.matchAll(/"v0\.1\.0\/([\w.-]+)":"sha/g)) keep(pool, 'file', name);
}

function keep(pool: Pool, name: string, value: string | undefined): void {
  const values = pool.get(name);
  if (value === undefined || !values || values.includes(value)) return;
  values.push(value);
  if (values.length > MOST) values.shift();
}
