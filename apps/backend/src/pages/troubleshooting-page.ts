import type { TroubleshootingSection } from '../service.ts';
import { type Html, html } from './html.ts';
import { prose } from './page-parts.ts';

export const TROUBLESHOOTING_TITLE = 'Troubleshoot the button';

/** The page that the button's console messages link to. The id of each section is the code of its problem. */
export function troubleshootingPage(sections: readonly TroubleshootingSection[]): Html {
  return html`<main lang="en" dir="ltr">
    <h1>${TROUBLESHOOTING_TITLE}</h1>
    <p>
      The button reports these problems in the browser’s console. An ellipsis stands for a value of your page. All
      addresses of this backend are in the <a href="../docs">reference</a>.
    </p>
    <nav aria-label="Problems">${sections.map(({ code }) => html`<a href="#${code}"><code>${code}</code></a>`)}</nav>
    ${sections.map(
      ({ code, says, when }) =>
        html`<section id="${code}">
          <h2><code>${code}</code></h2>
          <dl>
            <dt>Message</dt>
            <dd><code>${says}</code></dd>
            <dt>Cause</dt>
            <dd>${prose(when)}</dd>
          </dl>
        </section>`,
    )}
  </main>`;
}
