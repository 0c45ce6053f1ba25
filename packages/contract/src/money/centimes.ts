/** An amount in centimes: 1 DZD is 100 centimes. A safe integer, never negative. */
export type Centimes = number;

/** The largest amount: 999,999,999,999.99 DZD. It is a safe integer. */
export const MAX_CENTIMES: Centimes = 99_999_999_999_999;

/** The format of an amount in JSON: dinars with exactly two decimals and no leading zeros (`"4500.00"`). */
export const MONEY_PATTERN: RegExp = /^(?:0|[1-9]\d{0,11})\.\d{2}$/;

/** Parses an amount from JSON (`"4500.00"` → 450000). Returns `undefined` for any other format. */
export function parseMoney(text: string): Centimes | undefined {
  return MONEY_PATTERN.test(text) ? Number(text.replace('.', '')) : undefined;
}

/**
 * Formats an amount for JSON (450000 → `"4500.00"`).
 * @throws RangeError if `value` is not an integer from 0 to {@link MAX_CENTIMES}.
 */
export function formatMoney(value: Centimes): string {
  if (!Number.isInteger(value) || value < 0 || value > MAX_CENTIMES) {
    throw new RangeError(`${value} is not an amount in centimes`);
  }
  const digits = String(value).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
