import { createHash } from 'node:crypto';

import type { Language } from '@mytpe-pay/contract/money';

import { type Html, html } from './html.ts';
import { Html as Markup } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

/** A whole page, and the headers it must be sent with. */
export function page(
  language: Language,
  title: string,
  body: Html,
  options: { scripts?: string; style?: string } = {},
): { html: string; headers: Record<string, string> } {
  const style = PAGE_STYLE + (options.style ?? '');
  const document = html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
  return { html: document.text, headers: pageHeaders(style, options.scripts) };
}

/**
 * No `form-action`: Chromium applies it to where a form's 303 leads, which is MyTPE. `same-origin` as the referrer
 * policy, because without a referrer browsers send `Origin: null` with a form.
 */
function pageHeaders(style: string, scripts = ''): Record<string, string> {
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'${scripts}`,
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
