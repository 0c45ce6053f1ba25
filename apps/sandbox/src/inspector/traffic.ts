import type { Call } from '../controls/call-log.ts';
import { type Html, html } from '../html.ts';
import { type Tone, badge, clockTime, liveList } from './parts.ts';

const SHOWN = 100;

/** The panel with every API call, newest first, its fault and the assumed parts of its response. */
export function trafficPanel(calls: readonly Call[]): Html {
  const rows = calls.slice(-SHOWN).toReversed().map(callRow);
  return html`<section id="traffic" class="wide" aria-labelledby="traffic-title">
    <div class="bar">
      <h2 id="traffic-title">Traffic</h2>
      <div class="filters" role="search">
        <input type="search" id="filter-text" placeholder="Filter: path, status, id" aria-label="Filter the calls" />
        <select id="filter-api" aria-label="API">
          <option value="">Both APIs</option>
          <option value="ext">ext</option>
          <option value="v2">v2</option>
        </select>
        <label class="check"><input type="checkbox" id="filter-problems" /> Problems only</label>
      </div>
    </div>
    ${liveList('calls', rows, 'No calls yet. New calls appear here.')}
    <p class="empty" id="filter-none" hidden>No call matches the filter.</p>
  </section>`;
}

function callRow(call: Call): Html {
  const { seq, at, method, path, query, status, ms, fault, assumed } = call;
  const isProblem = fault !== null || (status !== null && status >= 400);
  const api = path.startsWith('/api/v2/') ? 'v2' : 'ext';
  const text = `${method} ${path}?${query} ${status} ${fault ?? ''}`.toLowerCase();
  return html`<li data-key="${seq}" data-text="${text}" data-api="${api}" data-problem="${String(isProblem)}">
    <details data-exchange="${seq}">
      <summary>
        ${clockTime(at)}<span class="method ${method}">${method}</span>
        <code class="grow"><span class="quiet">${apiPrefix(path)}</span>${path.slice(apiPrefix(path).length)}</code>
        ${fault !== null && badge(fault, 'bad')} ${assumed.length > 0 && badge('assumed', 'wait')}
        ${badge(statusText(status, ms), toneOf(status, ms))}
        <span class="number quiet">${ms === null ? '…' : `${ms} ms`}</span>
      </summary>
      <div class="inside">
        ${query !== '' && html`<p>Query <code>${query}</code></p>`}
        ${assumed.map((note) => html`<p class="assumed">Assumed: ${note}</p>`)}
        ${fault !== null && html`<p>Fault applied: <code>${fault}</code></p>`}
        <div class="exchange" aria-live="polite"></div>
      </div>
    </details>
  </li>`;
}

function apiPrefix(path: string): string {
  return /^\/api\/(?:v2\/mytpe-pay|ext)/.exec(path)?.[0] ?? '';
}

function statusText(status: number | null, ms: number | null): string {
  if (status !== null) return String(status);
  return ms === null ? 'running' : 'cut off';
}

function toneOf(status: number | null, ms: number | null): Tone {
  if (status === null) return ms === null ? 'wait' : 'bad';
  if (status >= 500) return 'bad';
  return status >= 400 ? 'wait' : 'good';
}
