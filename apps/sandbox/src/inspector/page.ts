import type { CallLog } from '../controls/call-log.ts';
import type { Faults } from '../controls/faults.ts';
import type { Document } from '../http.ts';
import { type Html, html } from '../html.ts';
import { formatCentimes } from '../model/money.ts';
import type { World } from '../model/world.ts';
import { accountPanel } from './account.ts';
import { clockPanel } from './clock.ts';
import { connectPanel } from './connect.ts';
import { deliveriesPanel } from './deliveries.ts';
import { linksPanel } from './links.ts';
import { reviewsPanel } from './reviews.ts';
import { INSPECTOR_SCRIPT } from './script.ts';
import { INSPECTOR_STYLE } from './style.ts';
import { trafficPanel } from './traffic.ts';
import { faultsPanel } from './faults.ts';

/** The data that the page shows. */
export interface Inspected {
  readonly world: World;
  readonly log: CallLog;
  readonly faults: Faults;
  readonly url: () => string;
}

const SECTIONS = [
  ['traffic', 'Traffic'],
  ['webhooks', 'Webhooks'],
  ['links', 'Links'],
  ['reviews', 'Reviews'],
  ['fault-injection', 'Faults'],
  ['account', 'Account'],
  ['connect', 'Connect'],
] as const;

/** Creates the page at `/`: the API calls, the records, the faults and the settings for clients. The page updates itself. */
export function createInspectorPage({ world, log, faults, url }: Inspected): Document {
  const calls = log.list();
  return {
    language: 'en',
    direction: 'ltr',
    title: 'MyTPE sandbox',
    style: INSPECTOR_STYLE,
    script: INSPECTOR_SCRIPT,
    body: html`<a class="skip" href="#traffic">Skip to the traffic</a>
      <header>
        <h1>MyTPE sandbox</h1>
        <nav aria-label="Sections">${SECTIONS.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
        <span class="live" id="live" data-state="waiting" role="status">connecting</span>
      </header>
      <main>
        <div class="intro">
          <p class="lead">
            A stand-in for MyTPE Pay on this machine: both APIs, the pages where links are paid, and webhooks. No money,
            no cards, no network. Behaviour that the API reference leaves open is marked
            <span class="badge wait">assumed</span>.
          </p>
          ${overview(world, calls.length)}
        </div>
        <div class="columns">
          <div class="column">${trafficPanel(calls)} ${deliveriesPanel(world)} ${linksPanel(world)}</div>
          <div class="column">
            ${clockPanel(world.clock())} ${reviewsPanel(world)} ${faultsPanel(faults.list())} ${accountPanel(world)}
          </div>
        </div>
        ${connectPanel(url())}
      </main>
      <footer>
        As JSON: <a href="/_sandbox/state">state</a>, <a href="/_sandbox/requests">API calls</a>,
        <a href="/_sandbox/deliveries">deliveries</a>, <a href="/_sandbox/faults">faults</a>. Times are UTC.
      </footer>
      <p id="notice" role="status" aria-live="polite" hidden></p>`,
  };
}

function overview(world: World, calls: number): Html {
  const paid = world.payments.filter(({ status }) => status === 'paid');
  const total = paid.reduce((sum, { amount }) => sum + amount, 0);
  const waiting = [...world.webhookDeliveries.values()].filter(({ status }) => status === 'pending').length;
  const tiles = [
    ['Links', world.links.size + world.v2Links.size, `${world.links.size} ext, ${world.v2Links.size} v2`],
    ['Paid', paid.length, `${formatCentimes(total)} DZD`],
    ['API calls', calls, 'since the start'],
    ['Deliveries', world.webhookDeliveries.size, waiting === 0 ? 'none waiting' : `${waiting} waiting`],
  ] as const;
  return html`<ul class="tiles" id="tiles" data-live>
    ${tiles.map(
      ([name, count, note]) =>
        html`<li data-key="${name}">
          <span class="quiet">${name}</span><strong class="number">${count}</strong
          ><span class="quiet number">${note}</span>
        </li>`,
    )}
  </ul>`;
}
