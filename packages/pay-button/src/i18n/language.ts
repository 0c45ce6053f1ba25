import { type Language, isLanguage } from '@mytpe-pay/contract/money';

/** The language of an element: its own or the nearest `lang` that is one of ours, else the page’s, the browser’s, or French. */
export function languageOf(element: Element & { lang?: string | null }): Language {
  return (
    [element.lang, element.closest<HTMLElement>('[lang]')?.lang, document.documentElement.lang, navigator.language]
      .map((tag) => tag?.slice(0, 2).toLowerCase())
      .find(isLanguage) ?? 'fr'
  );
}
