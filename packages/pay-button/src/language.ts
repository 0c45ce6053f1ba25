import { type Language, isLanguage } from '@mytpe-pay/contract/money';

/** The nearest language said in the page, else the browser's, else French. */
export function languageOf(element: Element & { lang?: string | null }): Language {
  return (
    [element.lang, element.closest<HTMLElement>('[lang]')?.lang, document.documentElement.lang, navigator.language]
      .map((tag) => tag?.slice(0, 2).toLowerCase())
      .find(isLanguage) ?? 'fr'
  );
}
