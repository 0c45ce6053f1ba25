import { type Centimes, parseCentimes } from '../model/money.ts';

const MAX_LENGTH = 40;
const ARABIC_INDIC_ZERO = 0x06_60;
const PERSIAN_ZERO = 0x06_f0;

/**
 * Reads an amount as a payer types it: `1500`, `1 500,50`, `1500.5`, Arabic digits (`١٥٠٠٫٥٠`). Spaces group, one comma
 * or dot starts the decimals, at most two; `null` for anything else, so that `1.500` is asked again rather than guessed.
 */
export function parseTypedAmount(text: string): Centimes | null {
  if (text.length > MAX_LENGTH) return null;
  const digits = asciiDigits(text).replaceAll(/[\s\u061C\u200E\u200F\u2066-\u2069٬]/g, '');
  return parseCentimes(digits.replace(/[,٫]/, '.'));
}

/** The text with its Arabic and Persian figures as 0–9. */
export function asciiDigits(text: string): string {
  return text
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.codePointAt(0)! - ARABIC_INDIC_ZERO))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.codePointAt(0)! - PERSIAN_ZERO));
}
