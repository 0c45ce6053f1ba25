import { EXT_PREFIX } from '../ext/routes.ts';
import { type Html, html } from '../html.ts';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from '../model/seed.ts';
import { SEEDED_V2_IDS } from '../model/v2-seed.ts';
import { V2_PREFIX } from '../v2/routes.ts';

const SAMPLE_ORDER = {
  payment_instance_id: SEEDED_IDS.readyInstance,
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: 4500,
  currency: 'DZD',
  usage_mode: 'one_shot',
};

/** The panel with the settings of a client and of the command line tool, and commands for a first link. */
export function connectPanel(url: string): Html {
  return html`<section id="connect" class="wide" aria-labelledby="connect-title">
    <h2 id="connect-title">Connect</h2>
    <div class="pair">
      <div>${connection(url)}</div>
      <div>${firstSteps(url)}</div>
    </div>
    ${commandLine(url)}
  </section>`;
}

function connection(url: string): Html {
  const rows = [
    ['ext base URL', `${url}${EXT_PREFIX}`],
    ['v2 base URL', `${url}${V2_PREFIX}`],
    ['X-Api-Key', SANDBOX_KEY],
    ['X-Api-Secret', SANDBOX_SECRET],
    ['Payment page', `${url}/pay/{slug}`],
    ['An instance that takes payments (ext)', SEEDED_IDS.readyInstance],
    ['An instance that takes payments (v2)', SEEDED_V2_IDS.activeInstance],
    ['A published form', SEEDED_IDS.publishedForm],
    ['A draft form, refused by links', SEEDED_IDS.draftForm],
  ];
  return html`<dl>
    ${rows.map(
      ([name = '', value = '']) =>
        html`<div>
          <dt>${name}</dt>
          <dd><code>${value}</code></dd>
        </div>`,
    )}
  </dl>`;
}

function firstSteps(url: string): Html {
  const links = `${url}${EXT_PREFIX}/links`;
  const headers = [`-H 'X-Api-Key: ${SANDBOX_KEY}'`, `-H 'X-Api-Secret: ${SANDBOX_SECRET}'`];
  const create = [
    'curl',
    ...headers,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(SAMPLE_ORDER, null, 2)}'`,
    links,
  ];
  return html`<p>Create a link. It is a draft, which cannot be paid yet.</p>
    ${command(create)}
    <p>Publish it, with the <code>id</code> of the response. Then open its page from the list above.</p>
    ${command(['curl -X POST', ...headers, `${links}/{id}/publish`])}
    <p>Or pay it from the terminal, as a payer would.</p>
    ${command(['curl -X POST', `${url}/_sandbox/links/{id}/pay`])}`;
}

/** The environment variables of the command line tool, as one block to paste into a shell. */
function commandLine(url: string): Html {
  const ext = [
    'export MYTPE_API=ext',
    `export MYTPE_BASE_URL=${url}${EXT_PREFIX}`,
    `export MYTPE_PAY_BASE_URL=${url}/pay`,
    `export MYTPE_API_KEY=${SANDBOX_KEY}`,
    `export MYTPE_API_SECRET=${SANDBOX_SECRET}`,
    'npx pnpm mytpe links create --title "Order 10428" --amount 4500 --publish',
  ];
  const v2 = `MYTPE_API=v2 MYTPE_BASE_URL=${url}${V2_PREFIX} npx pnpm mytpe instances list`;
  return html`<h3>Command line tool</h3>
    <p>Paste this at the root of the repository. It creates a link and prints its address.</p>
    <pre tabindex="0" id="cli-ext" class="copy">${ext.join('\n')}</pre>
    <p>The v2 API takes the same credentials.</p>
    <pre tabindex="0" id="cli-v2" class="copy">${v2}</pre>`;
}

function command(parts: readonly string[]): Html {
  const lines = parts.join(' \\\n  ');
  return html`<pre tabindex="0">${lines}</pre>`;
}
