import { AR } from './ar.ts';
import { EN } from './en.ts';
import { FR } from './fr.ts';
import type { Strings } from './strings.ts';

export const STRINGS: Readonly<Record<Language, Strings>> = { fr: FR, ar: AR, en: EN };

/** The languages of the hosted page. The first is the default. */
export const LANGUAGES = ['fr', 'ar', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language’s own name, for the language switch. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', ar: 'العربية', en: 'English' };

const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-DZ', ar: 'ar-DZ', en: 'en-GB' };
const CURRENCY: Readonly<Record<Language, string>> = { fr: 'DA', ar: 'د.ج', en: 'DZD' };

export function isLanguage(text: unknown): text is Language {
  return (LANGUAGES as readonly unknown[]).includes(text);
}

/** The requested language (`?lang=`), or the browser’s preferred supported language, or French. */
export function chooseLanguage(asked: unknown, acceptLanguage: string | undefined): Language {
  if (isLanguage(asked)) return asked;
  const ranked = (acceptLanguage ?? '').slice(0, 500).split(',').map(parsePreference);
  ranked.sort((a, b) => b.quality - a.quality);
  return ranked.map(({ language }) => language).find(isLanguage) ?? LANGUAGES[0];
}

function parsePreference(range: string): { language: string; quality: number } {
  const [tag = '', quality = ''] = range
    .trim()
    .toLowerCase()
    .split(/\s*;\s*q=/);
  return { language: tag.split('-', 1)[0]!, quality: quality === '' ? 1 : Number(quality) || 0 };
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** Formats an API amount (`"4500.00"`) in the language, with grouping, two decimals and the currency. */
export function displayAmount(amount: string, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const number = format.format(amount as Intl.StringNumericLiteral);
  return language === 'en' ? `${CURRENCY.en} ${number}` : `${number} ${CURRENCY[language]}`;
}

/** Formats an instant in Algiers time. */
export function displayTime(iso: string, language: Language): string {
  const options = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: 'Africa/Algiers' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], options).format(new Date(iso));
}
