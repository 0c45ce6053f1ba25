import { type Html, html } from '../html.ts';
import { EXT_EVENTS, V2_EVENTS } from '../model/events.ts';
import type { Attempt, Delivery, Subscription } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';
import { badge, callButton, clockTime, liveList, statusBadge } from './parts.ts';

const SHOWN = 50;

/** The panel with the receivers and the deliveries to them. */
export function deliveriesPanel(world: World): Html {
  const deliveries = [...world.webhookDeliveries.values()].slice(-SHOWN).toReversed();
  const none =
    'Nothing sent yet. Subscribe with POST /webhooks (ext) or PUT /{instanceId}/webhook (v2), then pay a link.';
  return html`<section id="webhooks" class="wide" aria-labelledby="webhooks-title">
    <div class="bar">
      <h2 id="webhooks-title">Webhooks</h2>
      <form class="filters">
        <select name="event" aria-label="Event to send">
          <optgroup label="ext">${EXT_EVENTS.map((name) => eventOption('ext', name))}</optgroup>
          <optgroup label="v2">${V2_EVENTS.map((name) => eventOption('v2', name))}</optgroup>
        </select>
        <button>Send a test event</button>
      </form>
    </div>
    ${liveList('receivers', receiverRows(world), 'No receivers yet.')}
    <h3>Deliveries</h3>
    ${liveList('deliveries', deliveries.map(deliveryRow), none)}
  </section>`;
}

function eventOption(api: 'ext' | 'v2', name: string): Html {
  return html`<option value="${api} ${name}">${name}</option>`;
}

function receiverRows(world: World): Html[] {
  const subscriptions = [...world.webhookSubscriptions.values()].map(subscriptionRow);
  const instances = [...world.v2Instances.values()].filter(({ webhook_url }) => webhook_url !== null);
  return [
    ...subscriptions,
    ...instances.map(({ id, name, webhook_url }) => receiverRow('v2', id, webhook_url!, name, true)),
  ];
}

function subscriptionRow({ id, url, events, is_active }: Subscription): Html {
  return receiverRow('ext', id, url, events.length === 0 ? 'all events' : events.join(', '), is_active);
}

function receiverRow(api: string, id: string, url: string, wants: string, isActive: boolean): Html {
  return html`<li data-key="${id}" data-receiver="${api}" class="row">
    ${badge(api)}<code class="grow">${url}</code><span class="quiet">${wants}</span>
    ${isActive ? badge('active', 'good') : badge('off', 'wait')}
  </li>`;
}

function deliveryRow(delivery: Delivery): Html {
  const { id, api, event, status, attempts, next_attempt_at, created_at } = delivery;
  const last = attempts.at(-1);
  return html`<li data-key="${id}">
    <details>
      <summary>
        ${clockTime(created_at)}${badge(api)}<code class="grow">${event}</code>
        ${last?.fault !== undefined && last.fault !== null && badge(shortFault(last.fault), 'bad')}
        ${next_attempt_at !== null && attempts.length > 0 && html`<span class="quiet">next ${clockTime(next_attempt_at)}</span>`}
        <span class="quiet number">${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}</span>
        ${statusBadge(status)}
      </summary>
      <div class="inside">
        <ol class="attempts">
          ${attempts.map(attemptRow)}
        </ol>
        <pre tabindex="0">${JSON.stringify(JSON.parse(delivery.body), null, 2)}</pre>
        <p class="quiet">Delivery <code>${id}</code></p>
        ${callButton('Redeliver', `POST /_sandbox/deliveries/${id}/redeliver`, { done: `${event} is sent again.` })}
      </div>
    </details>
  </li>`;
}

function attemptRow({ at, url, status, ms, error, answer, fault }: Attempt): Html {
  const isGood = status !== null && status < 300;
  return html`<li>
    ${clockTime(at)} ${badge(status ?? 'no response', isGood ? 'good' : 'bad')}
    <span class="number quiet">${ms} ms</span> ${fault !== null && badge(shortFault(fault), 'bad')}
    <code class="grow">${url}</code>
    ${error !== null && html`<span class="sub">${error}</span>`}
    ${answer !== '' && html`<code class="sub">${answer}</code>`}
  </li>`;
}

function shortFault(name: string): string {
  return name.replace('webhook_', '');
}
