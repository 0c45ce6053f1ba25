import { createHash } from 'node:crypto';

import { type Language, LANGUAGES } from '@mytpe-pay/contract/money';

import { MESSAGES } from '../i18n/messages.ts';
import { Html, html } from '../lib/html.ts';

/** The style of the backend's pages: one card, light or dark by the visitor's preference, for screens from 320 px. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#f2f5f3;--card:#fff;--ink:#14231c;--soft:#55645c;--line:#d5ddd8;--field:#7d8c84;--brand:#0b6b46;--on-brand:#fff;--bad:#b3261e;--bad-ground:#fdeceb}
@media(prefers-color-scheme:dark){:root{--ground:#0f1613;--card:#18211d;--ink:#e9f1ec;--soft:#a3b5ab;--line:#31403a;--field:#74887d;--brand:#3ecf94;--on-brand:#06281a;--bad:#ff9a90;--bad-ground:#3a1f1d}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-content:center;justify-items:center;grid-template-columns:minmax(0,1fr);gap:1rem;padding:1rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.5rem;box-shadow:0 1px 2px #0001,0 8px 24px #0000000d}
h1{margin:0 0 .25rem;font-size:1.375rem;line-height:1.3;overflow-wrap:anywhere}
p{margin:.5rem 0;color:var(--soft);overflow-wrap:anywhere}
.price{margin:1rem 0;font-size:2.25rem;line-height:1.2;font-weight:700;color:var(--ink);font-variant-numeric:tabular-nums}
.test{display:inline-block;margin:0 0 1rem;padding:.125rem .625rem;border-radius:1rem;background:#ffd54f;color:#3a2c00;font-size:.8125rem;font-weight:600}
label{display:block;margin:1.25rem 0 .375rem;font-weight:600}
.field{display:flex;align-items:center;gap:.5rem;border:1.5px solid var(--field);border-radius:.75rem;padding-inline:.875rem;color:var(--soft)}
.field:focus-within{border-color:var(--brand);outline:2px solid var(--brand);outline-offset:1px}
.field:has([aria-invalid=true]){border-color:var(--bad)}
input{flex:1;min-width:0;min-height:3rem;padding:0;border:0;outline:0;background:none;color:var(--ink);font:inherit;font-size:1.375rem;font-weight:600;font-variant-numeric:tabular-nums}
.hint{margin:.375rem 0;font-size:.875rem}
.error{margin:.375rem 0;color:var(--bad);font-size:.9375rem;font-weight:600}
.notice{margin:1rem 0 0;padding:.75rem .875rem;border-radius:.75rem;background:var(--bad-ground);color:var(--bad);font-weight:600}
.suggested{display:flex;flex-wrap:wrap;gap:.5rem;margin:.75rem 0 0}
.suggested a{display:grid;place-content:center;min-height:2.75rem;padding:0 1rem;border:1px solid var(--field);border-radius:1.5rem;color:var(--ink);text-decoration:none;font-weight:600}
button,.action{display:block;width:100%;min-height:3rem;margin:1.25rem 0 .75rem;padding:.75rem 1rem;border:0;border-radius:.75rem;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:700;font-size:1.0625rem;text-align:center;text-decoration:none;cursor:pointer}
a:focus-visible,button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.next{margin-bottom:0;font-size:.875rem}
nav{display:flex;gap:.5rem;font-size:.9375rem}
nav a{display:grid;place-content:center;min-height:2.75rem;padding:0 .75rem;color:var(--soft)}
`;

/** Each language by its name in that language, so that its readers recognise it. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ar: 'العربية', fr: 'Français', en: 'English' };

/** A badge that marks the sandbox, where no real payments happen. */
export function testBadge(language: Language): Html {
  return html`<p class="test">${MESSAGES[language].pay.test}</p>`;
}

/** Renders text and puts the parts between backticks into `<code>`. */
export function prose(text: string): Html[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** Links to the page in the other languages. @param amount the text of the amount field; `null` without a field. */
export function languageLinks(language: Language, amount: string | null): Html {
  const more = amount === null ? '' : `&amount=${encodeURIComponent(amount)}`;
  const others = LANGUAGES.filter((other) => other !== language);
  return html`<nav>
    ${others.map((other) => html`<a href="?lang=${other}${more}" lang="${other}" hreflang="${other}">${LANGUAGE_NAMES[other]}</a>`)}
  </nav>`;
}

/** A page's style element, and the Content-Security-Policy that allows exactly what the page loads. */
export interface Look {
  readonly style: Html;
  readonly policy: string;
}

/**
 * Creates a style for {@link page}. The policy allows the style by its hash.
 *
 * The policy has no `form-action`: Chromium also applies that directive to the target of a form's 303, which is MyTPE.
 * @param more further directives, for pages that run scripts.
 */
export function createLook(style: string, more: readonly string[] = []): Look {
  const policy = ["default-src 'none'", `style-src ${hashSource(style)}`, 'img-src data:', "base-uri 'none'"];
  return {
    style: new Html(`<style>${style}</style>`),
    policy: [...policy, "frame-ancestors 'none'", ...more].join('; '),
  };
}

/** Returns the source expression of an inline style or script: the hash of every character between its tags. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const PLAIN = createLook(PAGE_STYLE);

/** Renders a whole page. Returns it with the headers that it requires. */
export function page(
  language: Language,
  title: string,
  body: Html,
  look: Look = PLAIN,
): { html: string; headers: Record<string, string> } {
  const document = html`<!doctype html>
    <html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${look.style}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
  return { html: document.text, headers: pageHeaders(language, look.policy) };
}

/** Browser features that no page uses. Disabling them also denies them to an injected script. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/**
 * Returns the headers of a page.
 * - `Referrer-Policy: same-origin`, because without a referrer browsers send `Origin: null` with a form.
 * - `Cross-Origin-Opener-Policy: same-origin`, so that a page of another site has no reference to a window of this origin.
 *   Navigation to MyTPE by a form, a redirect or a new tab still works.
 */
function pageHeaders(language: Language, policy: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    'content-security-policy': policy,
    'referrer-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

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
