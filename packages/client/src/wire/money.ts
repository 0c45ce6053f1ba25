import { z } from 'zod';

import { NumberText, numberLiteral } from './json-text.ts';

/** An amount in centimes: 1 DZD is 100 centimes. A safe integer, never negative. */
export type Centimes = number;

/** The largest amount: 999,999,999,999.99 DZD. */
export const MAX_CENTIMES: Centimes = 99_999_999_999_999;

const PLAIN_DECIMAL = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/**
 * Parses an amount in MyTPE's formats: `"4500.00"`, `4500`, `4500.5`. Returns `undefined` for any other format, also
 * for more than two decimals.
 */
export function parseCentimes(value: unknown): Centimes | undefined {
  const text = value instanceof NumberText ? value.text : value;
  const parts = typeof text === 'string' ? PLAIN_DECIMAL.exec(text) : null;
  return parts === null ? undefined : Number(parts[1]! + (parts[2] ?? '').padEnd(2, '0'));
}

/** Formats an amount for ext: a JSON number without trailing zeros (450000 → `4500`, 450050 → `4500.5`). */
export function centimesLiteral(value: Centimes): unknown {
  const digits = String(value).padStart(3, '0');
  const decimals = digits.slice(-2).replace(/0+$/, '');
  return numberLiteral(digits.slice(0, -2) + (decimals && `.${decimals}`));
}

/** Formats an amount for v2's forms: a string with two decimals (450000 → `4500.00`). */
export function centimesText(value: Centimes): string {
  const digits = String(value).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An amount in a response. The output is {@link Centimes}. */
export const Money = z.unknown().transform((value, context): Centimes => {
  const centimes = parseCentimes(value);
  if (centimes !== undefined) return centimes;
  context.issues.push({ code: 'custom', message: 'must be an amount with at most two decimals', input: value });
  return z.NEVER;
});
