import { type Language, displayAmount } from '@mytpe-pay/contract/money';

import { type Offer, textIn } from '../catalog/offer.ts';
import type { ScriptFile } from '../service.ts';
import { type Html, html } from './html.ts';
import { createLook } from './page.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Beside the common look: a wider page with one card per offer, and the scripts of this origin. */
export const HOME_LOOK = createLook(
  `${PAGE_STYLE}
body{align-content:start}main{max-width:60rem}
ul{list-style:none;margin:1.5rem 0 0;padding:0;display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr))}
li{min-width:0}li h2{font-size:1rem;margin:0 0 .5rem;overflow-wrap:anywhere}
pre{overflow-x:auto;padding:1rem;border-radius:.75rem;background:var(--ground);border:1px solid var(--line);font-size:.8125rem}
mytpe-pay-button{display:block}
`,
  ["script-src 'self'", "connect-src 'self'"],
);

/** The merchant's view: every offer with a live button, and what to paste. @param entry the file a pinned page loads. */
export function homePage(
  offers: readonly Offer[],
  endpoint: string,
  entry: ScriptFile | undefined,
  language: Language,
): Html {
  return html`<main>
    <h1>MyTPE Pay</h1>
    <p lang="en" dir="ltr">
      Every offer of this backend, with a live button. Paste these lines where a button belongs:
    </p>
    <pre dir="ltr">${snippet(endpoint, offers[0]?.id ?? 'my-offer', entry)}</pre>
    <ul>
      ${offers.map((offer) => offerItem(offer, language))}
    </ul>
    <script type="module" src="mytpe-pay-button.js"></script>
  </main>`;
}

/** Pinned to this version and its hash where the build says them. */
function snippet(endpoint: string, offer: string, entry: ScriptFile | undefined): string {
  const source = entry
    ? `src="${endpoint}/v${entry.version}/${entry.name}"\n  integrity="${entry.integrity}" crossorigin`
    : `src="${endpoint}/mytpe-pay-button.js"`;
  return `<script type="module" ${source}></script>\n<mytpe-pay-button offer="${offer}"></mytpe-pay-button>`;
}

function offerItem(offer: Offer, language: Language): Html {
  const price = offer.amount.mode === 'fixed' ? ` · ${displayAmount(offer.amount.value, language)}` : '';
  return html`<li>
    <h2><code>${offer.id}</code></h2>
    <mytpe-pay-button offer="${offer.id}"
      ><a class="action" href="pay/${offer.id}">${textIn(offer.title, language)}${price}</a></mytpe-pay-button
    >
  </li>`;
}
