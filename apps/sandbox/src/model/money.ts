/** Dinars × 100, a safe integer. All amounts inside the sandbox use it. */
export type Centimes = number;

/** 9 999 999 999.99 DZD. The reference names no maximum. With this one every sum stays a safe integer. */
export const MAX_CENTIMES: Centimes = 999_999_999_999;

const DECIMAL = /^(\d{1,10})(?:\.(\d{1,2}))?$/;

/**
 * Parses an amount from a JSON number (`4500.1`) or a decimal string (`"4500.10"`). Works on its text, without float
 * arithmetic. Returns `null` for anything else: a third decimal, an exponent, a sign, more than `MAX_CENTIMES`.
 */
export function parseCentimes(value: unknown): Centimes | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const match = DECIMAL.exec(String(value));
  return match === null ? null : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** Formats an amount as the API does: dinars with two decimals, `450010` → `"4500.10"`. */
export function formatCentimes(value: Centimes): string {
  const digits = String(value).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const MAX_LENGTH = 40;
const ARABIC_INDIC_ZERO = 0x06_60;
const PERSIAN_ZERO = 0x06_f0;

/**
 * Parses an amount as a payer types it: `1500`, `1 500,50`, `1500.5`, Arabic digits (`١٥٠٠٫٥٠`). Spaces group digits. One
 * comma or dot starts the decimals, at most two. Returns `null` for anything else; `1.500` is ambiguous, so the page asks again.
 */
export function parseTypedAmount(text: string): Centimes | null {
  if (text.length > MAX_LENGTH) return null;
  const digits = asciiDigits(text).replaceAll(/[\s\u061C\u200E\u200F\u2066-\u2069٬]/g, '');
  return parseCentimes(digits.replace(/[,٫]/, '.'));
}

/** The text with Arabic and Persian digits replaced by 0–9. */
export function asciiDigits(text: string): string {
  return text
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.codePointAt(0)! - ARABIC_INDIC_ZERO))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.codePointAt(0)! - PERSIAN_ZERO));
}
