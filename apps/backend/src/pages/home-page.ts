import type { Environment } from '@mytpe-pay/contract';
import { displayAmount, type Language } from '@mytpe-pay/contract/money';

import { type Offer, textIn } from '../domain/offer.ts';
import { MESSAGES } from '../i18n/messages.ts';
import type { HomeStrings } from '../i18n/strings.ts';
import { Html, html } from '../lib/html.ts';
import { createLook, hashSource, languageLinks, PAGE_STYLE, testBadge } from './page.ts';
import { createSnippets, type PinnedScript, type Snippets, TRUSTED_TYPES } from './snippets.ts';

/** The style of the merchant's page: the live button next to its snippets, or above them on narrow screens. */
export const HOME_STYLE = `${PAGE_STYLE}
body{align-content:start}main{max-width:64rem}
h2{margin:0 0 .75rem;font-size:1.125rem;overflow-wrap:anywhere}h3{margin:0;font-size:1rem}p{font-size:.9375rem}
a{color:var(--brand)}a.action{color:var(--on-brand)}nav a{color:var(--soft)}
.plain{display:inline-grid;place-content:center;min-height:2.75rem;font-size:.875rem}
ul{list-style:none;margin:0;padding:0}
.offers>li{display:grid;gap:.5rem 2rem;min-width:0;padding:1.75rem 0;border-top:1px solid var(--line)}
.offers{margin-top:1.5rem}.offers h2{margin:0}
.offers>li>*{min-width:0}
@media(min-width:52rem){.offers>li{grid-template-columns:minmax(0,21rem) minmax(0,1fr)}.offers h2{grid-column:1/-1}}
mytpe-pay-button{display:block;min-height:14rem}
section{padding:1.75rem 0 .25rem;border-top:1px solid var(--line)}
.snippet{margin:.5rem 0 1rem}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;border-radius:.75rem;background:var(--ground);border:1px solid var(--line);font:.8125rem/1.6 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;text-align:left;user-select:all;-webkit-user-select:all}
summary:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.snippet button{width:auto;min-height:2.75rem;margin:.5rem 0 0;padding:0 1rem;border:1px solid var(--field);background:none;color:var(--ink);font-size:.9375rem}
[hidden]{display:none!important}
summary{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;cursor:pointer;font-weight:600;font-size:.9375rem}
summary::after{content:"+";color:var(--brand);font-weight:700}details[open]>summary::after{content:"−"}
code{font-size:.9375em;overflow-wrap:anywhere}
.more{display:flex;flex-wrap:wrap;gap:0 1.5rem}.more a{display:grid;place-content:center;min-height:2.75rem}
#said{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}
`;

/**
 * Shows the copy buttons, which need this script, and copies on a click. If the clipboard is not available (a page without
 * TLS), the script selects the text instead.
 */
const TEXT = `
const said = document.getElementById('said');
for (const button of document.querySelectorAll('button[data-copies]')) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copies);
    const copied = await navigator.clipboard?.writeText(source.textContent).then(() => true, () => false);
    if (!copied) getSelection().selectAllChildren(source);
    const done = copied || document.execCommand('copy');
    said.textContent = button.textContent = done ? button.dataset.copied : button.dataset.selected;
    setTimeout(() => { button.textContent = label; said.textContent = ''; }, 3000);
  });
}
`;

export const COPY_SCRIPT = new Html(`<script>${TEXT}</script>`);
/** The source expression that allows this script in a Content-Security-Policy, and no other inline script. */
export const COPY_SCRIPT_SOURCE = hashSource(TEXT);

/** The common look with a wider page. Its policy allows the button's scripts of this origin and the copy script. */
export const HOME_LOOK = createLook(HOME_STYLE, [`script-src 'self' ${COPY_SCRIPT_SOURCE}`, "connect-src 'self'"]);

/** The content of the merchant's page. */
export interface HomePageOptions {
  readonly language: Language;
  readonly environment: Environment;
  readonly offers: readonly Offer[];
  /** The URL of this backend, as visitors see it. */
  readonly endpoint: string;
  /** `ALLOWED_ORIGINS`: the origins whose pages may use the backend. */
  readonly origins: readonly string[];
  /** The script of the pinned snippet; `null` omits the snippet. */
  readonly script: PinnedScript | null;
  readonly hasAdministration: boolean;
}

/** Renders the merchant's page: every offer with a live button and the snippets to paste. */
export function homePage(options: HomePageOptions): Html {
  const { language, environment, offers, endpoint, origins } = options;
  const strings = MESSAGES[language].home;
  const snippets = createSnippets(endpoint);
  return html`<main>
      ${environment === 'sandbox' && testBadge(language)}
      <h1>${strings.title}</h1>
      <p>${offers.length > 0 ? strings.intro : strings.noOffers}</p>
      ${environment === 'live' && html`<p>${strings.realMoney}</p>`} ${originsLine(origins, strings)}
      <ul class="offers">
        ${offers.map((offer) => offerItem(offer, options, snippets))}
      </ul>
      <section>
        <h2>${strings.policy}</h2>
        <p>${strings.policyNote}</p>
        ${snippet('policy', strings.policy, snippets.policy, strings)}
        <p>${strings.trustedTypes}</p>
        ${snippet('trusted-types', 'Trusted Types', TRUSTED_TYPES, strings)}
      </section>
      ${moreLinks(strings, options.hasAdministration)}
      <p id="said" role="status"></p>
    </main>
    ${languageLinks(language, null)}
    <script type="module" src="${environment === 'live' ? 'mytpe-pay-button.js' : 'mytpe-pay-button.dev.js'}"></script>
    ${COPY_SCRIPT}`;
}

function originsLine(origins: readonly string[], strings: HomeStrings): Html {
  if (origins.length === 0) return html`<p class="notice">${strings.noOrigin}</p>`;
  return html`<p>
    ${strings.origins} ${origins.includes('*') ? strings.anyOrigin : html`<code dir="ltr">${origins.join(' ')}</code>`}
  </p>`;
}

function offerItem(offer: Offer, { language, script }: HomePageOptions, snippets: Snippets): Html {
  const strings = MESSAGES[language].home;
  const title = textIn(offer.title, language);
  const price = offer.amount.mode === 'fixed' ? ` · ${displayAmount(offer.amount.value, language)}` : '';
  const part = (kind: string, name: string, text: string) =>
    snippet(`${kind}-${offer.id}`, `${name}, ${offer.id}`, text, strings);
  return html`<li>
    <h2><code dir="ltr">${offer.id}</code></h2>
    <div class="live">
      <mytpe-pay-button offer="${offer.id}"
        ><a class="action" href="pay/${offer.id}">${title}${price}</a></mytpe-pay-button
      >
      <a class="plain" href="pay/${offer.id}?lang=${language}">${strings.payPage}</a>
    </div>
    <div>
      <h3>${strings.twoLines}</h3>
      <p>${strings.twoLinesNote}</p>
      ${part('lines', strings.twoLines, snippets.twoLines(offer.id, title))}
      ${offer.allowedOrigins !== null && originsLine(offer.allowedOrigins, strings)}
      ${
        script !== null &&
        html`<details>
          <summary>${strings.pinned}</summary>
          <p>${strings.pinnedNote}</p>
          ${part('pinned', strings.pinned, snippets.pinned(offer.id, title, script))}
        </details>`
      }
      <details>
        <summary>${strings.application}</summary>
        <p>${strings.applicationNote}</p>
        ${part('application', strings.application, snippets.application(offer.id))}
      </details>
    </div>
  </li>`;
}

/**
 * A snippet. One click selects its text; the copy button is hidden until the script shows it.
 * @param name the snippet's name in the button's accessible label.
 */
function snippet(id: string, name: string, text: string, { copy, copied, selected }: HomeStrings): Html {
  const button = html`<button
    type="button"
    hidden
    data-copies="${id}"
    data-copied="${copied}"
    data-selected="${selected}"
    aria-label="${copy}: ${name}"
  >
    ${copy}
  </button>`;
  return html`<div class="snippet">
    <pre id="${id}" dir="ltr">${text}</pre>
    ${button}
  </div>`;
}

function moreLinks({ more, links }: HomeStrings, hasAdministration: boolean): Html {
  const pages: [string, string][] = [
    ['docs', links.docs],
    ['ready', links.ready],
  ];
  if (hasAdministration)
    pages.push(
      ['admin/v1/links', links.links],
      ['admin/v1/payments', links.payments],
      ['admin/v1/payments?format=csv', links.table],
      ['admin/v1/deliveries', links.deliveries],
      ['admin/v1/audit', links.audit],
      ['metrics', links.metrics],
    );
  return html`<section>
    <h2>${more}</h2>
    <ul class="more">
      ${pages.map(([address, name]) => html`<li><a href="${address}">${name}</a></li>`)}
    </ul>
  </section>`;
}
