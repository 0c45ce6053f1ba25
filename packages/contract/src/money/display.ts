import type { Language } from '../languages.ts';
import type { Centimes } from './centimes.ts';

/** The separators of thousands and of centimes, as `Intl` writes them for `ar-DZ`, `fr-DZ` and `en`. */
const MARKS: Readonly<Record<Language, readonly [thousands: string, centimes: string]>> = {
  ar: ['.', ','],
  fr: ['\u202f', ','],
  en: [',', '.'],
};

/** The currency label that follows a number. */
export const CURRENCY_LABELS: Readonly<Record<Language, string>> = { ar: 'د.ج', fr: 'DA', en: 'DA' };

/**
 * Formats an amount in dinars without its currency (`1 500`, `1 500,50`). Omits centimes that are 0. Does not use
 * `Intl`, because the first number that `Intl` formats on a page takes 12 ms, and 50 ms on a slow phone.
 */
export function displayNumber(value: Centimes, language: Language): string {
  const [thousands, mark] = MARKS[language];
  const whole = String(Math.floor(value / 100)).replace(/\B(?=(?:\d{3})+$)/g, thousands);
  const centimes = value % 100;
  return centimes === 0 ? whole : whole + mark + String(centimes).padStart(2, '0');
}

/**
 * Formats an amount for people: number, no-break space, currency (`1 500 DA`, `1.500 د.ج`). Isolate it in text of mixed
 * directions (`<bdi>` or U+2068…U+2069), because bidirectional text could reorder it otherwise.
 */
export function displayAmount(value: Centimes, language: Language): string {
  return `${displayNumber(value, language)}\u00a0${CURRENCY_LABELS[language]}`;
}
