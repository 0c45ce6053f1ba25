import { createHash } from 'node:crypto';

import type { Language } from '@mytpe-pay/contract/money';

import { Html, html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

/** How a page looks and what it may load: its style element, and the policy that allows exactly that. */
export interface Look {
  readonly style: Html;
  readonly policy: string;
}

/**
 * A look for {@link page}. The policy names the style by its hash, over every character between the tags.
 *
 * It has no `form-action`: Chromium applies that to where a form's 303 leads, which is MyTPE.
 * @param more further directives, for pages that run scripts.
 */
export function createLook(style: string, more: readonly string[] = []): Look {
  const policy = ["default-src 'none'", `style-src ${hashSource(style)}`, 'img-src data:', "base-uri 'none'"];
  return {
    style: new Html(`<style>${style}</style>`),
    policy: [...policy, "frame-ancestors 'none'", ...more].join('; '),
  };
}

/** How a policy names an inline style or script: by every character between its tags. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const PLAIN = createLook(PAGE_STYLE);

/** A whole page, and the headers it must be sent with. */
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

/** Features that no page here uses; a script that got into one could not use them either. */
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
 * The headers of a page.
 * - `Referrer-Policy: same-origin`, because without a referrer browsers send `Origin: null` with a form.
 * - `Cross-Origin-Opener-Policy: same-origin` takes away the handle that a page of another site has to a window with one of
 *   ours. Leaving for MyTPE by a form, a redirect or a new tab works the same.
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
