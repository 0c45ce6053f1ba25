// Imported as `markup`, because the formatter would change the white space of `html` templates.
import { type Html, html as markup } from '../lib/html.ts';

/** A script of one version of the button, which a page pins by its integrity. */
export interface PinnedScript {
  readonly version: string;
  readonly name: string;
  /** Subresource integrity, `sha384-…`. */
  readonly integrity: string;
}

/** The snippets that a merchant pastes, for one backend. Each is plain text in which attribute values are escaped. */
export interface Snippets {
  /** The newest button, with a link to the pay page for browsers without JavaScript. @param label the link's text. */
  twoLines(offer: string, label: string): string;
  /** The button in exactly this version, with its integrity hash. */
  pinned(offer: string, label: string, file: PinnedScript): string;
  /** The npm package, for applications with a bundler. */
  application(offer: string): string;
  /** The button for a signed offer, with a form for browsers without JavaScript. @param label the form's button. */
  signed(token: string, label: string): string;
  /** The Content-Security-Policy that a page with the button needs. */
  readonly policy: string;
}

export const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types lit-html 'allow-duplicates'";

/** @param endpoint the URL of the backend, as visitors see it. */
export function createSnippets(endpoint: string): Snippets {
  const { origin } = new URL(endpoint);
  const script = markup`<script type="module" src="${endpoint}/mytpe-pay-button.js"></script>`;
  return {
    twoLines: (offer, label) => lines(script, element(endpoint, offer, label)),
    pinned(offer, label, { version, name, integrity }) {
      const source = markup`<script type="module" src="${endpoint}/v${version}/${name}"`;
      return lines(source, markup`  integrity="${integrity}" crossorigin></script>`, element(endpoint, offer, label));
    },
    application: (offer) =>
      [
        'npm install @mytpe-pay/button',
        '',
        "import { configure } from '@mytpe-pay/button';",
        "import '@mytpe-pay/button/define';",
        `configure({ endpoint: '${endpoint}' });`,
        '',
        lines(markup`<mytpe-pay-button offer="${offer}"></mytpe-pay-button>`),
      ].join('\n'),
    signed: (token, label) =>
      lines(
        script,
        markup`<mytpe-pay-button offer-token="${token}">`,
        markup`  <form method="post" action="${endpoint}/pay/order">`,
        markup`    <input type="hidden" name="offer_token" value="${token}"><button>${label}</button>`,
        markup`  </form>`,
        markup`</mytpe-pay-button>`,
      ),
    policy: `Content-Security-Policy: script-src ${origin}; connect-src ${origin}`,
  };
}

function element(endpoint: string, offer: string, label: string): Html {
  const way = markup`<a href="${endpoint}/pay/${offer}">${label}</a>`;
  return markup`<mytpe-pay-button offer="${offer}">${way}</mytpe-pay-button>`;
}

function lines(...each: readonly Html[]): string {
  // Attributes are in double quotes, so apostrophes need no escaping, and people read these snippets.
  return each.map(({ text }) => text.replaceAll('&#39;', "'")).join('\n');
}
