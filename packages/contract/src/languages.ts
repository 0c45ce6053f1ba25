/** The languages payers are served in. The direction of `ar` is right to left. */
export const LANGUAGES = ['ar', 'fr', 'en'] as const;

/** A language of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** Whether `text` names a supported language exactly (`fr`, not `fr-DZ`). */
export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.includes(text as Language);
}
