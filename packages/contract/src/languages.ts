/** The languages of the payer's interface. `ar` is written from right to left. */
export const LANGUAGES = ['ar', 'fr', 'en'] as const;

/** A language of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** Returns `true` if `text` is the exact code of a supported language (`fr`, not `fr-DZ`). */
export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.includes(text as Language);
}
