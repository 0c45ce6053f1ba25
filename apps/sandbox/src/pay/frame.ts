import type { Document } from '../http.ts';
import { type Html, html } from '../html.ts';
import { PAY_STYLE } from './style.ts';
import { directionOf, type Language, LANGUAGE_NAMES, LANGUAGES, STRINGS } from './strings/language.ts';

/** The link and language of a request. `search` is its query without the language. */
export interface Visit {
  readonly slug: string;
  readonly language: Language;
  readonly search: string;
}

/** The URL of a link’s page in a language, with an optional additional query. */
export function addressOf(slug: string, language: Language, search = ''): string {
  return `/pay/${encodeURIComponent(slug)}?${search}${search === '' ? '' : '&'}lang=${language}`;
}

/** The frame of every hosted page: the sandbox banner, the merchant’s name and the language switch. */
export function framePage(
  { slug, language, search }: Visit,
  merchant: string | null,
  title: string,
  content: Html,
): Document {
  const strings = STRINGS[language];
  const switches = LANGUAGES.map(
    (other) =>
      html`<a
        href="${addressOf(slug, other, search)}"
        lang="${other}"
        hreflang="${other}"
        ${other === language && html` aria-current="true"`}
        >${LANGUAGE_NAMES[other]}</a
      >`,
  );
  return {
    language,
    direction: directionOf(language),
    title: merchant === null ? title : `${title} · ${merchant}`,
    style: PAY_STYLE,
    body: html`<header class="band">${strings.band}</header>
      <main>
        <div class="top">
          <p>${merchant !== null && html`${strings.payTo} <strong dir="auto">${merchant}</strong>`}</p>
          <nav aria-label="${strings.language}">${switches}</nav>
        </div>
        ${content}
      </main>`,
  };
}
