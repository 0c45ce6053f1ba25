/** A whole number of centimes: 1 DZD = 100. Always a safe integer, never negative. */
export type Centimes = number;

/** The largest amount that can be written: 999,999,999,999.99 DZD, far inside the safe integers. */
export const MAX_CENTIMES: Centimes = 99_999_999_999_999;

/** Money as it travels: dinars as text, with exactly two decimals and no leading zeros (`"4500.00"`). */
export const MONEY_PATTERN: RegExp = /^(?:0|[1-9]\d{0,11})\.\d{2}$/;

/** Reads money from the wire (`"4500.00"` → 450000); `undefined` for any other notation. */
export function parseMoney(text: string): Centimes | undefined {
  return MONEY_PATTERN.test(text) ? Number(text.replace('.', '')) : undefined;
}

/**
 * Writes money for the wire (450000 → `"4500.00"`).
 * @throws RangeError when `value` is no whole number of centimes from 0 to {@link MAX_CENTIMES}.
 */
export function formatMoney(value: Centimes): string {
  if (!Number.isInteger(value) || value < 0 || value > MAX_CENTIMES) {
    throw new RangeError(`${value} is no amount in centimes`);
  }
  const digits = String(value).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
