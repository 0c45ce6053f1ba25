import type { Language } from '@mytpe-pay/contract/money';

import { MESSAGES } from '../i18n/messages.ts';
import { type Html, html } from '../lib/html.ts';
import { testBadge } from './page.ts';

export interface SorryPageFacts {
  readonly language: Language;
  readonly sandbox: boolean;
  /** What could not be paid; `null` when it is not known. */
  readonly title: string | null;
  readonly reason: string;
  /** Where another try leads; `null` when it would end here again. */
  readonly retryHref: string | null;
}

/** A page that says why not, and what to do. */
export function errorPage({ language, sandbox, title, reason, retryHref }: SorryPageFacts): Html {
  const { pay } = MESSAGES[language];
  return html`<main>
    ${sandbox && testBadge(language)}
    <h1><bdi>${title ?? pay.notPossible}</bdi></h1>
    <p>${reason}</p>
    ${retryHref !== null && html`<a class="action" href="${retryHref}">${pay.retry}</a>`}
  </main>`;
}
