import type { Language } from '@mytpe-pay/contract/money';

import { MESSAGES } from '../i18n/messages.ts';
import { type Html, html } from '../lib/html.ts';
import { testBadge } from './page.ts';

export interface ErrorPageOptions {
  readonly language: Language;
  readonly sandbox: boolean;
  /** The title of the offer; `null` shows a general title. */
  readonly title: string | null;
  readonly reason: string;
  /** The address of the retry link; `null` when a retry would fail again. */
  readonly retryHref: string | null;
}

/** Renders the page for a failed request: the reason, and a retry link where a retry can succeed. */
export function errorPage({ language, sandbox, title, reason, retryHref }: ErrorPageOptions): Html {
  const { pay } = MESSAGES[language];
  return html`<main>
    ${sandbox && testBadge(language)}
    <h1><bdi>${title ?? pay.notPossible}</bdi></h1>
    <p>${reason}</p>
    ${retryHref !== null && html`<a class="action" href="${retryHref}">${pay.retry}</a>`}
  </main>`;
}
