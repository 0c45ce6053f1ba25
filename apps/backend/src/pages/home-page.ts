import { type Language, displayAmount } from '@mytpe-pay/contract/money';

import { type Offer, textIn } from '../catalog/offer.ts';
import { type Html, html } from './html.ts';

/** Beside the common look: a wider page with one card per offer. */
export const HOME_STYLE = `
body{place-items:start center}main{max-width:60rem;margin-block:2rem}
ul{list-style:none;margin:1.5rem 0;padding:0;display:grid;gap:1.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr))}
li h2{font-size:1rem;margin:0 0 .5rem}pre{overflow-x:auto;padding:1rem;border-radius:.75rem;background:var(--ground);border:1px solid var(--line);font-size:.8125rem}
mytpe-pay-button{display:block}
`;

/** The merchant's view: every offer with a live button, and what to paste. */
export function homePage(
  offers: readonly Offer[],
  endpoint: string,
  integrity: string,
  version: string,
  language: Language,
): Html {
  return html`<main>
    <h1>MyTPE Pay</h1>
    <p>Every offer of this backend, with a live button. Paste these lines where a button belongs:</p>
    <pre>
${`<script type="module" src="${endpoint}/v${version}/mytpe-pay-button.js"\n        integrity="${integrity}" crossorigin></script>\n<mytpe-pay-button offer="${offers[0]?.id ?? 'my-offer'}"></mytpe-pay-button>`}</pre>
    <ul>
      ${offers.map((offer) => offerItem(offer, language))}
    </ul>
    <script type="module" src="mytpe-pay-button.js"></script>
  </main>`;
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
