/** The languages of the hosted page; the first one is for whoever asks for none of them. */
export const LANGUAGES = ['fr', 'ar', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How each language calls itself, for the switch. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', ar: 'العربية', en: 'English' };

const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-DZ', ar: 'ar-DZ', en: 'en-GB' };
const CURRENCY: Readonly<Record<Language, string>> = { fr: 'DA', ar: 'د.ج', en: 'DZD' };

export function isLanguage(text: unknown): text is Language {
  return (LANGUAGES as readonly unknown[]).includes(text);
}

/** The asked language (`?lang=`), else the browser's best known one, else French. */
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

/** An API amount (`"4500.00"`) with grouping, both decimals and the currency, as people of the language write it. */
export function displayAmount(amount: string, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const number = format.format(amount as Intl.StringNumericLiteral);
  return language === 'en' ? `${CURRENCY.en} ${number}` : `${number} ${CURRENCY[language]}`;
}

/** An instant as a person in Algiers reads it. */
export function displayTime(iso: string, language: Language): string {
  const options = { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23', timeZone: 'Africa/Algiers' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], options).format(new Date(iso));
}
