import type { Document } from '../document.ts';
import { type Html, html } from '../html.ts';
import { PAY_STYLE } from './style.ts';
import { WORDS } from './words/index.ts';
import { LANGUAGES, LANGUAGE_NAMES, type Language, directionOf } from './words/language.ts';

/** Where a payer is, and in which language: `search` is the address's query without its language. */
export interface Visit {
  readonly slug: string;
  readonly language: Language;
  readonly search: string;
}

/** The address of a link's page in a language, optionally with more to its query. */
export function addressOf(slug: string, language: Language, search = ''): string {
  return `/pay/${encodeURIComponent(slug)}?${search}${search === '' ? '' : '&'}lang=${language}`;
}

/** What every hosted page has: the sandbox band, whom one pays, and the language switch. */
export function framePage(
  { slug, language, search }: Visit,
  merchant: string | null,
  title: string,
  content: Html,
): Document {
  const words = WORDS[language];
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
    body: html`<header class="band">${words.band}</header>
      <main>
        <div class="top">
          <p>${merchant !== null && html`${words.payTo} <strong dir="auto">${merchant}</strong>`}</p>
          <nav aria-label="${words.language}">${switches}</nav>
        </div>
        ${content}
      </main>`,
  };
}
