import type { Call } from '../controls/call-log.ts';
import type { Document } from '../document.ts';
import { EXT_PREFIX } from '../ext/routes.ts';
import { type Html, html } from '../html.ts';
import { formatCentimes } from '../model/money.ts';
import { isChargeable } from '../model/payability.ts';
import type { Link } from '../model/records.ts';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_IDS } from '../model/seed.ts';
import { currentLinks, type World } from '../model/world.ts';
import { historyList } from './history.ts';
import { INSPECTOR_SCRIPT, INSPECTOR_STYLE } from './style.ts';

const SHOWN_LINKS = 50;
const TONES: Partial<Record<Link['status'], string>> = { active: 'good', draft: 'wait', paused: 'wait' };

const SAMPLE_ORDER = {
  payment_instance_id: SEEDED_IDS.readyInstance,
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: 4500,
  currency: 'DZD',
  usage_mode: 'one_shot',
};

/** The page at `/`: what this is, how to use it, and what has happened. It keeps itself current. */
export function createInspectorPage(world: World, calls: readonly Call[], url: string): Document {
  return {
    language: 'en',
    direction: 'ltr',
    title: 'MyTPE sandbox',
    style: INSPECTOR_STYLE,
    script: INSPECTOR_SCRIPT,
    body: html`<header>
        <h1>MyTPE sandbox</h1>
        <p class="lead">
          A stand-in for MyTPE Pay on this machine: the ext API, its payment links, and the page where they are paid. No
          money, no cards, no network. What the API reference leaves open is marked “Assumed” below.
        </p>
      </header>
      <main>
        <div class="column">
          <section>
            <h2>Connect</h2>
            ${connection(url)}
          </section>
          <section>
            <h2>Payment instances</h2>
            <ul id="instances" data-live>
              ${instanceRows(world)}
            </ul>
          </section>
        </div>
        <section>
          <h2>Try it</h2>
          ${firstSteps(url)}
        </section>
        <section class="wide">
          <h2>Payment links</h2>
          <div id="links" data-live>${linkRows(world)}</div>
        </section>
        <section class="wide">
          <h2>What happened</h2>
          <div id="history" data-live>${historyList(calls, world.payments, world.links)}</div>
        </section>
      </main>
      <footer>
        As JSON: <a href="/_sandbox/state">state</a>, <a href="/_sandbox/requests">API calls</a>,
        <a href="/_sandbox/faults">faults</a>. Times are UTC.
      </footer>`,
  };
}

function connection(url: string): Html {
  const rows = [
    ['API base URL', `${url}${EXT_PREFIX}`],
    ['X-Api-Key', SANDBOX_KEY],
    ['X-Api-Secret', SANDBOX_SECRET],
    ['Payment page', `${url}/pay/{slug}`],
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
  return html`<p>Create a link. It is a draft: nobody can pay it yet.</p>
    ${command(create)}
    <p>Publish it, with the <code>id</code> of the answer, then open its page from the list below.</p>
    ${command(['curl -X POST', ...headers, `${links}/{id}/publish`])}
    <p>Or pay it from the terminal, as a payer would.</p>
    ${command(['curl -X POST', `${url}/_sandbox/links/{id}/pay`])}`;
}

function command(parts: readonly string[]): Html {
  const lines = parts.join(' \\\n  ');
  return html`<pre>${lines}</pre>`;
}

function instanceRows(world: World): Html[] {
  return [...world.instances.values()].map((instance) => {
    const tone = isChargeable(instance) ? 'good' : 'bad';
    return html`<li>
      <span class="grow">${instance.title}</span
      ><span class="badge ${tone}">${instance.acceptance_status} · ${instance.status}</span>
      <span class="sub"><code>${instance.id}</code></span>
    </li>`;
  });
}

function linkRows(world: World): Html {
  const links = currentLinks(world).toReversed();
  if (links.length === 0) return html`<p class="empty">None yet.</p>`;
  const more = links.length - SHOWN_LINKS;
  return html`<ul>
      ${links.slice(0, SHOWN_LINKS).map(linkRow)}
    </ul>
    ${more > 0 && html`<p class="empty">And ${more} older, in the state as JSON.</p>`}`;
}

function linkRow(link: Link): Html {
  const { slug, title, status, usage_mode, paid_count, total_collected } = link;
  return html`<li>
    <span class="grow"
      ><a href="/pay/${slug}"><bdi>${title}</bdi></a></span
    ><span class="number">${priceOf(link)}</span> <span class="badge">${usage_mode}</span
    ><span class="badge ${TONES[status] ?? ''}">${status}</span>
    <span class="sub number">${paid_count} paid, ${formatCentimes(total_collected)} DZD · <code>${link.id}</code></span>
  </li>`;
}

function priceOf({ amount, min_amount, max_amount }: Link): string {
  if (amount !== null) return `${formatCentimes(amount)} DZD`;
  const bound = (value: number | null): string => (value === null ? '…' : formatCentimes(value));
  return `${bound(min_amount)} – ${bound(max_amount)} DZD`;
}
