import type { FaultRequest } from '../controls/fault-rules.ts';
import type { Fault } from '../controls/faults.ts';
import { type Html, html } from '../html.ts';
import { badge, callButton, liveList } from './parts.ts';

/** Faults to try with one click. */
const CALL_PRESETS: readonly (readonly [string, object])[] = [
  ['Next write: 503', { match: { method: 'POST' }, fault: { type: 'status', status: 503 }, times: 1 }],
  ['Next write: done, but no response', { match: { method: 'POST' }, fault: { type: 'reset_after' }, times: 1 }],
  ['Next call: connection reset', { fault: { type: 'reset_before' }, times: 1 }],
  ['Next response: cut in half', { fault: { type: 'truncated' }, times: 1 }],
  ['Next response: not JSON', { fault: { type: 'malformed' }, times: 1 }],
  ['Everything 1–3 s late', { fault: { type: 'latency', ms: 1_000, max_ms: 3_000 } }],
  [
    'Slow responses, 64 bytes/s',
    { match: { path_regex: '^/api/' }, fault: { type: 'slow_drip', bytes_per_second: 64 } },
  ],
  ['10 calls a minute, then 429', { match: { path_regex: '^/api/' }, fault: { type: 'rate_limit', limit: 10 } }],
  [
    'One call in three fails',
    { match: { path_regex: '^/api/' }, fault: { type: 'status', status: 500 }, probability: 0.33 },
  ],
  ['Credentials refused', { match: { path_regex: '^/api/' }, fault: { type: 'status', status: 401 } }],
];
const WEBHOOK_PRESETS: readonly (readonly [string, object])[] = [
  ['Next: twice', { fault: { type: 'webhook_duplicated' }, times: 1 }],
  ['Next: 10 s late', { fault: { type: 'webhook_delayed', ms: 10_000 }, times: 1 }],
  ['Next: overtaken', { fault: { type: 'webhook_reordered', ms: 10_000 }, times: 1 }],
  ['Next: forged', { fault: { type: 'webhook_forged' }, times: 1 }],
  ['Next: re-serialised', { fault: { type: 'webhook_reserialised' }, times: 1 }],
  ['All: lost', { fault: { type: 'webhook_dropped' } }],
];

/** The panel with the active faults and the faults to try. */
export function faultsPanel(faults: readonly Fault[]): Html {
  return html`<section id="fault-injection" aria-labelledby="fault-injection-title">
    <div class="bar">
      <h2 id="fault-injection-title">Faults</h2>
      ${callButton('Remove all', 'DELETE /_sandbox/faults', { done: 'All faults are removed.', kind: 'plain' })}
    </div>
    ${liveList('faults', faults.map(faultRow), 'No faults are active. Click a button to add one.')}
    <h3>Calls and payment pages</h3>
    <div class="presets">${CALL_PRESETS.map(preset)}</div>
    <h3>Webhooks</h3>
    <div class="presets">${WEBHOOK_PRESETS.map(preset)}</div>
  </section>`;
}

function preset([label, body]: readonly [string, object]): Html {
  return callButton(label, 'POST /_sandbox/faults', { body, done: `Set: ${label}.` });
}

function faultRow(fault: Fault): Html {
  const { id, match, times, hits } = fault;
  const where = Object.entries(match).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return html`<li data-key="${id}" class="fault">
    <div>
      ${badge(fault.fault.type, 'bad')}
      <span class="number quiet">${hits}${times !== undefined && ` of ${times}`} hit</span>
      <span class="sub">${[...where, describe(fault)].filter(Boolean).join(' · ') || 'every call'}</span>
    </div>
    ${callButton('Remove', `DELETE /_sandbox/faults/${id}`, { done: 'Removed.', kind: 'plain' })}
  </li>`;
}

function describe({ fault, after, every, probability }: FaultRequest): string {
  const { type: _type, ...options } = fault;
  const told = Object.entries(options).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? 'set' : String(value)}`,
  );
  if (after > 0) told.push(`after ${after}`);
  if (every > 1) told.push(`every ${every}`);
  if (probability < 1) told.push(`chance ${probability}`);
  return told.join(', ');
}
