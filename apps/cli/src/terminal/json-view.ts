import { formatMoney } from '@mytpe-pay/contract/money';

import { LEFT_ALONE, isMoney } from './display.ts';

/**
 * A result as scripts get it: money as on MyTPE's wire (`"4500.00"`), moments in ISO 8601, the rest as it came. What the
 * merchant wrote into `metadata`, and what came in a `payload`, `raw` or `gateway_response`, is nobody's to reinterpret.
 */
export function jsonView(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(jsonView);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([field, part]) => [field, jsonField(field, part)]));
}

function jsonField(field: string, value: unknown): unknown {
  if (LEFT_ALONE.has(field)) return value;
  return isMoney(field, value) ? formatMoney(value) : jsonView(value);
}
