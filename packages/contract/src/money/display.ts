import type { Language } from '../languages.ts';
import type { Centimes } from './centimes.ts';

const LOCALES: Record<Language, string> = { ar: 'ar-DZ', fr: 'fr-DZ', en: 'en' };

/** How the dinar is written beside a number. */
export const CURRENCY_LABELS: Readonly<Record<Language, string>> = { ar: 'د.ج', fr: 'DA', en: 'DA' };

/** The number alone, as the language writes it: centimes are shown only where there are any (`1 500`, `1 500,50`). */
export function displayNumber(value: Centimes, language: Language): string {
  const minimumFractionDigits = value % 100 === 0 ? 0 : 2;
  return (value / 100).toLocaleString(LOCALES[language], { minimumFractionDigits, maximumFractionDigits: 2 });
}

/**
 * An amount for people: number, no-break space, currency (`1 500 DA`, `1.500 د.ج`).
 * In mixed text isolate it (`<bdi>` or U+2068…U+2069), or Arabic will turn it round.
 */
export function displayAmount(value: Centimes, language: Language): string {
  return `${displayNumber(value, language)}\u00a0${CURRENCY_LABELS[language]}`;
}
