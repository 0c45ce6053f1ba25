import { LANGUAGES, type Language } from '@mytpe-pay/contract/money';

import { MESSAGES } from '../messages/detail.ts';
import { type Html, html } from './html.ts';

/** Every language by its own name: whoever looks for it can read that one. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ar: 'العربية', fr: 'Français', en: 'English' };

/** Says that no real money moves. */
export function testBadge(language: Language): Html {
  return html`<p class="test">${MESSAGES[language].pay.test}</p>`;
}

/** Text whose `code` is between backticks. */
export function prose(text: string): Html[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** The same page in the other languages. @param amount what the amount field holds, `null` where there is none. */
export function languageLinks(language: Language, amount: string | null): Html {
  const more = amount === null ? '' : `&amount=${encodeURIComponent(amount)}`;
  const others = LANGUAGES.filter((other) => other !== language);
  return html`<nav>
    ${others.map((other) => html`<a href="?lang=${other}${more}" lang="${other}" hreflang="${other}">${LANGUAGE_NAMES[other]}</a>`)}
  </nav>`;
}
