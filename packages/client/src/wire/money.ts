import { z } from 'zod';

import { NumberText, numberLiteral } from './json-text.ts';

/** A whole number of centimes: 1 DZD = 100. Always a safe integer, never negative. */
export type Centimes = number;

/** 999,999,999,999.99 DZD. Whatever is larger is no price. */
export const MAX_CENTIMES: Centimes = 99_999_999_999_999;

const PLAIN_DECIMAL = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/**
 * Reads money as MyTPE writes it: `"4500.00"`, `4500`, `4500.5`. At most two decimals: a third is refused, not rounded.
 * `undefined` for anything else.
 */
export function parseCentimes(value: unknown): Centimes | undefined {
  const text = value instanceof NumberText ? value.text : value;
  const parts = typeof text === 'string' ? PLAIN_DECIMAL.exec(text) : null;
  return parts === null ? undefined : Number(parts[1]! + (parts[2] ?? '').padEnd(2, '0'));
}

/** Writes money for ext as a JSON number without needless decimals: 450000 → `4500`, 450050 → `4500.5`. */
export function centimesLiteral(value: Centimes): unknown {
  const digits = String(value).padStart(3, '0');
  const decimals = digits.slice(-2).replace(/0+$/, '');
  return numberLiteral(digits.slice(0, -2) + (decimals && `.${decimals}`));
}

/** Writes money for v2's forms as text with two decimals: 450000 → `4500.00`. */
export function centimesText(value: Centimes): string {
  const digits = String(value).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Money in an answer; becomes {@link Centimes}. */
export const Money = z.unknown().transform((value, context): Centimes => {
  const centimes = parseCentimes(value);
  if (centimes !== undefined) return centimes;
  context.issues.push({ code: 'custom', message: 'must be an amount with at most two decimals', input: value });
  return z.NEVER;
});
