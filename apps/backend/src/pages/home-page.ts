import type { Environment } from '@mytpe-pay/contract';
import { displayAmount, type Language } from '@mytpe-pay/contract/money';

import { type Offer, textIn } from '../domain/offer.ts';
import { MESSAGES } from '../i18n/messages.ts';
import type { HomeStrings } from '../i18n/strings.ts';
import { Html, html } from '../lib/html.ts';
import { createLook, hashSource, languageLinks, PAGE_STYLE, testBadge } from './page.ts';
import { createSnippets, type PinnedScript, type Snippets, TRUSTED_TYPES } from './snippets.ts';

/** The look of the merchant's page: the live button on one side, what to paste on the other, one above the other where it is narrow. */
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
 * Shows the copy buttons, which are of no use without it. Where the clipboard is closed to it (a page without TLS), what
 * is to be copied is selected instead.
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
/** How a policy allows it, and nothing else inline. */
export const COPY_SCRIPT_SOURCE = hashSource(TEXT);

/** Beside the common look: a wider page, the button's scripts from here, and the copy buttons' own. */
export const HOME_LOOK = createLook(HOME_STYLE, [`script-src 'self' ${COPY_SCRIPT_SOURCE}`, "connect-src 'self'"]);

export interface HomePageFacts {
  readonly language: Language;
  readonly environment: Environment;
  readonly offers: readonly Offer[];
  /** Where this backend is, as visitors see it. */
  readonly endpoint: string;
  /** Whose pages may use it: `ALLOWED_ORIGINS`. */
  readonly origins: readonly string[];
  /** The file that a pinned page loads. */
  readonly script: PinnedScript | null;
  readonly hasAdministration: boolean;
}

/** The merchant's view: every offer with a live button, and what to paste. */
export function homePage(facts: HomePageFacts): Html {
  const { language, environment, offers, endpoint, origins } = facts;
  const strings = MESSAGES[language].home;
  const snippets = createSnippets(endpoint);
  return html`<main>
      ${environment === 'sandbox' && testBadge(language)}
      <h1>${strings.title}</h1>
      <p>${offers.length > 0 ? strings.intro : strings.noOffers}</p>
      ${environment === 'live' && html`<p>${strings.realMoney}</p>`} ${originsLine(origins, strings)}
      <ul class="offers">
        ${offers.map((offer) => offerItem(offer, facts, snippets))}
      </ul>
      <section>
        <h2>${strings.policy}</h2>
        <p>${strings.policyNote}</p>
        ${snippet('policy', strings.policy, snippets.policy, strings)}
        <p>${strings.trustedTypes}</p>
        ${snippet('trusted-types', 'Trusted Types', TRUSTED_TYPES, strings)}
      </section>
      ${moreLinks(strings, facts.hasAdministration)}
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

function offerItem(offer: Offer, { language, script }: HomePageFacts, snippets: Snippets): Html {
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

/** Text to paste. One click selects all of it; the button to copy it is shown by the script. @param name for who cannot see where the button stands. */
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
