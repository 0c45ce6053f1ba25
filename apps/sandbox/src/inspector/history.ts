import type { Call } from '../controls/call-log.ts';
import { type Html, html } from '../html.ts';
import { formatCentimes } from '../model/money.ts';
import type { Link, Payment } from '../model/records.ts';

const SHOWN = 60;

/** What happened, newest first: calls to the API, with what the reference does not promise about them, and payments. */
export function historyList(
  calls: readonly Call[],
  payments: readonly Payment[],
  links: ReadonlyMap<string, Link>,
): Html {
  const events = [
    ...calls.slice(-SHOWN).map((call) => ({ at: call.at, row: callRow(call) })),
    ...payments.slice(-SHOWN).map((payment) => ({ at: payment.created_at, row: paymentRow(payment, links) })),
  ];
  // Stable, so what carries one millisecond keeps its order before the whole is turned round.
  events.sort((a, b) => Number(a.at > b.at) - Number(a.at < b.at)).reverse();
  if (events.length === 0) return html`<p class="empty">Nothing yet. Calls and payments appear here by themselves.</p>`;
  return html`<ul>
    ${events.slice(0, SHOWN).map(({ row }) => row)}
  </ul>`;
}

function callRow(call: Call): Html {
  const { at, method, path, query, status, ms, fault, assumed } = call;
  return html`<li>
    ${clockTime(at)}<span class="grow"><code>${method} ${path}${query !== '' && `?${query}`}</code></span>
    ${fault !== null && html`<span class="badge bad">fault: ${fault}</span>`}
    <span class="badge ${toneOf(status)}">${status ?? 'no answer'}</span
    ><span class="number quiet">${ms ?? '…'} ms</span>
    ${assumed.map((note) => html`<span class="sub assumed">Assumed: ${note}</span>`)}
  </li>`;
}

function paymentRow(payment: Payment, links: ReadonlyMap<string, Link>): Html {
  const tone = payment.status === 'paid' ? 'good' : 'bad';
  const title = links.get(payment.link_id)?.title ?? 'a link';
  return html`<li>
    ${clockTime(payment.created_at)}<span class="grow"
      ><bdi>${title}</bdi> · <span class="number">${formatCentimes(payment.amount)} DZD</span></span
    >
    <span class="badge ${tone}">${payment.status}${payment.reason !== null && `: ${payment.reason}`}</span>
    <span class="sub">Payment <code>${payment.id}</code>${payment.payer !== null && ` by ${payment.payer}`}</span>
  </li>`;
}

function clockTime(at: string): Html {
  return html`<time datetime="${at}">${at.slice(11, 19)}</time>`;
}

function toneOf(status: number | null): string {
  if (status === null || status >= 500) return 'bad';
  return status >= 400 ? 'wait' : 'good';
}
