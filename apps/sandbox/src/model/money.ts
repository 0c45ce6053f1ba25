/** Dinars × 100, a safe integer. Inside the sandbox money is never anything else. */
export type Centimes = number;

/** 9 999 999 999.99 DZD: the reference names no ceiling; this one keeps every sum a safe integer. */
export const MAX_CENTIMES: Centimes = 999_999_999_999;

const DECIMAL = /^(\d{1,10})(?:\.(\d{1,2}))?$/;

/**
 * Reads an amount as a JSON number (`4500.1`) or a decimal string (`"4500.10"`), from its text and never through
 * float arithmetic. `null` for anything else: a third decimal, an exponent, a sign, more than `MAX_CENTIMES`.
 */
export function parseCentimes(value: unknown): Centimes | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = DECIMAL.exec(String(value));
  return match === null ? null : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** The API's spelling: dinars with two places, `450010` → `"4500.10"`. */
export function formatCentimes(value: Centimes): string {
  const digits = String(value).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
