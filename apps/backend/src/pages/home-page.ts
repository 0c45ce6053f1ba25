import type { Environment } from '@mytpe-pay/contract';
import { type Language, displayAmount } from '@mytpe-pay/contract/money';

import { type Offer, textIn } from '../catalog/offer.ts';
import { HOME_MESSAGES, type HomeMessages } from '../messages/home/home-messages.ts';
import type { ScriptFile } from '../service.ts';
import { COPY_SCRIPT, COPY_SCRIPT_SOURCE } from './copy-script.ts';
import { HOME_STYLE } from './home-style.ts';
import { type Html, html } from './html.ts';
import { createLook } from './page.ts';
import { languageLinks, testBadge } from './page-parts.ts';
import { type Snippets, TRUSTED_TYPES, createSnippets } from './snippets.ts';

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
  readonly script: ScriptFile | null;
  readonly hasAdministration: boolean;
}

/** The merchant's view: every offer with a live button, and what to paste. */
export function homePage(facts: HomePageFacts): Html {
  const { language, environment, offers, endpoint, origins } = facts;
  const words = HOME_MESSAGES[language];
  const snippets = createSnippets(endpoint);
  return html`<main>
      ${environment === 'sandbox' && testBadge(language)}
      <h1>${words.title}</h1>
      <p>${offers.length > 0 ? words.intro : words.noOffers}</p>
      ${environment === 'live' && html`<p>${words.realMoney}</p>`} ${originsLine(origins, words)}
      <ul class="offers">
        ${offers.map((offer) => offerItem(offer, facts, snippets))}
      </ul>
      <section>
        <h2>${words.policy}</h2>
        <p>${words.policyNote}</p>
        ${snippet('policy', words.policy, snippets.policy, words)}
        <p>${words.trustedTypes}</p>
        ${snippet('trusted-types', 'Trusted Types', TRUSTED_TYPES, words)}
      </section>
      ${moreLinks(words, facts.hasAdministration)}
      <p id="said" role="status"></p>
    </main>
    ${languageLinks(language, null)}
    <script type="module" src="${environment === 'live' ? 'mytpe-pay-button.js' : 'mytpe-pay-button.dev.js'}"></script>
    ${COPY_SCRIPT}`;
}

function originsLine(origins: readonly string[], words: HomeMessages): Html {
  if (origins.length === 0) return html`<p class="notice">${words.noOrigin}</p>`;
  return html`<p>
    ${words.origins} ${origins.includes('*') ? words.anyOrigin : html`<code dir="ltr">${origins.join(' ')}</code>`}
  </p>`;
}

function offerItem(offer: Offer, { language, script }: HomePageFacts, snippets: Snippets): Html {
  const words = HOME_MESSAGES[language];
  const title = textIn(offer.title, language);
  const price = offer.amount.mode === 'fixed' ? ` · ${displayAmount(offer.amount.value, language)}` : '';
  const part = (kind: string, name: string, text: string) =>
    snippet(`${kind}-${offer.id}`, `${name}, ${offer.id}`, text, words);
  return html`<li>
    <h2><code dir="ltr">${offer.id}</code></h2>
    <div class="live">
      <mytpe-pay-button offer="${offer.id}"
        ><a class="action" href="pay/${offer.id}">${title}${price}</a></mytpe-pay-button
      >
      <a class="plain" href="pay/${offer.id}?lang=${language}">${words.payPage}</a>
    </div>
    <div>
      <h3>${words.twoLines}</h3>
      <p>${words.twoLinesNote}</p>
      ${part('lines', words.twoLines, snippets.twoLines(offer.id, title))}
      ${offer.allowedOrigins !== null && originsLine(offer.allowedOrigins, words)}
      ${
        script !== null &&
        html`<details>
          <summary>${words.pinned}</summary>
          <p>${words.pinnedNote}</p>
          ${part('pinned', words.pinned, snippets.pinned(offer.id, title, script))}
        </details>`
      }
      <details>
        <summary>${words.application}</summary>
        <p>${words.applicationNote}</p>
        ${part('application', words.application, snippets.application(offer.id))}
      </details>
    </div>
  </li>`;
}

/** Text to paste. One click selects all of it; the button to copy it is shown by the script. @param name for who cannot see where the button stands. */
function snippet(id: string, name: string, text: string, { copy, copied, selected }: HomeMessages): Html {
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

function moreLinks({ more, links }: HomeMessages, hasAdministration: boolean): Html {
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
