import type { Language } from '../languages.ts';
import type { Centimes } from './centimes.ts';

/** What stands between thousands, and before centimes: as `Intl` writes it for `ar-DZ`, `fr-DZ` and `en`. */
const MARKS: Readonly<Record<Language, readonly [thousands: string, centimes: string]>> = {
  ar: ['.', ','],
  fr: ['\u202f', ','],
  en: [',', '.'],
};

/** How the dinar is written beside a number. */
export const CURRENCY_LABELS: Readonly<Record<Language, string>> = { ar: 'د.ج', fr: 'DA', en: 'DA' };

/**
 * The number alone, as the language writes it: centimes are shown only where there are any (`1 500`, `1 500,50`).
 * Written out, because the first number that a page has `Intl` write costs it 12 ms, and 50 on a slow phone.
 */
export function displayNumber(value: Centimes, language: Language): string {
  const [thousands, mark] = MARKS[language];
  const whole = String(Math.floor(value / 100)).replace(/\B(?=(?:\d{3})+$)/g, thousands);
  const centimes = value % 100;
  return centimes === 0 ? whole : whole + mark + String(centimes).padStart(2, '0');
}

/**
 * An amount for people: number, no-break space, currency (`1 500 DA`, `1.500 د.ج`).
 * In mixed text isolate it (`<bdi>` or U+2068…U+2069), or Arabic will turn it round.
 */
export function displayAmount(value: Centimes, language: Language): string {
  return `${displayNumber(value, language)}\u00a0${CURRENCY_LABELS[language]}`;
}
