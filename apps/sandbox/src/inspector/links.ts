import { type Html, html } from '../html.ts';
import { formatCentimes } from '../model/money.ts';
import type { Link, Payment } from '../model/records.ts';
import type { V2Link } from '../model/v2-records.ts';
import { currentLinks, type World } from '../model/world.ts';
import { badge, callButton, clockTime, liveList, statusBadge } from './parts.ts';

const SHOWN = 30;

/** The shown fields of a link of either API. */
interface ShownLink {
  readonly api: 'ext' | 'v2';
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly mode: string;
  readonly status: string;
  readonly price: string;
  readonly count: number;
  readonly collected: number;
  readonly created_at: string;
}

/** The panel with the links of both APIs and their payments, newest first. */
export function linksPanel(world: World): Html {
  const links = [...currentLinks(world).slice(-SHOWN).map(showExt), ...lastOf(world.v2Links).map(showV2)];
  links.sort((a, b) => Number(a.created_at < b.created_at) - Number(a.created_at > b.created_at));
  const payments = world.payments.slice(-SHOWN).toReversed();
  return html`<section id="links" aria-labelledby="links-title">
      <h2 id="links-title">Payment links</h2>
      ${liveList('link-rows', links.slice(0, SHOWN).map(linkRow), 'None yet.')}
    </section>
    <section id="payments" aria-labelledby="payments-title">
      <h2 id="payments-title">Payments</h2>
      ${liveList(
        'payment-rows',
        payments.map((payment) => paymentRow(payment, world)),
        'No payments yet.',
      )}
    </section>`;
}

function lastOf<Item>(items: ReadonlyMap<string, Item>): Item[] {
  return [...items.values()].slice(-SHOWN);
}

function showExt(link: Link): ShownLink {
  const { usage_mode: mode, paid_count: count, total_collected: collected } = link;
  return { ...link, api: 'ext', mode, price: priceOf(link), count, collected };
}

function showV2(link: V2Link): ShownLink {
  const { amount, payment_mode: mode, successful_payments_count: count, collected_amount: collected } = link;
  return { ...link, api: 'v2', mode, price: priceOf({ amount, min_amount: null, max_amount: null }), count, collected };
}

function priceOf({ amount, min_amount, max_amount }: Pick<Link, 'amount' | 'min_amount' | 'max_amount'>): string {
  if (amount !== null) return `${formatCentimes(amount)} DZD`;
  if (min_amount === null && max_amount === null) return 'any amount';
  const bound = (value: number | null): string => (value === null ? '…' : formatCentimes(value));
  return `${bound(min_amount)} – ${bound(max_amount)} DZD`;
}

function linkRow({ api, id, slug, title, mode, status, price, count, collected }: ShownLink): Html {
  const isOpen = status === 'active';
  return html`<li data-key="${id}" class="row">
    ${badge(api)}<span class="grow"
      ><a href="/pay/${slug}"><bdi>${title}</bdi></a
      ><span class="sub">${mode} · ${count} paid, ${formatCentimes(collected)} DZD · <code>${id}</code></span></span
    ><span class="number">${price}</span>${statusBadge(status)}
    ${isOpen && callButton('Pay', `POST /_sandbox/links/${id}/pay`, { body: payerOf(api), done: `Paid: ${title}.`, kind: 'plain' })}
  </li>`;
}

/** The payer’s details, which v2 asks for and ext does not. */
function payerOf(api: 'ext' | 'v2'): object {
  const customer = { name: 'Karim Benali', email: 'karim@example.com', phone: '+213555123456' };
  return api === 'v2' ? { customer } : {};
}

function paymentRow(payment: Payment, world: World): Html {
  const { id, api, link_id, created_at, amount, status, reason, payer, customer } = payment;
  const title = (world.links.get(link_id) ?? world.v2Links.get(link_id))?.title ?? 'a deleted link';
  const who = payer ?? customer?.name;
  return html`<li data-key="${id}" class="row">
    ${clockTime(created_at)}${badge(api)}<span class="grow"
      ><bdi>${title}</bdi><span class="sub"><code>${id}</code>${who !== undefined && ` by ${who}`}</span></span
    ><span class="number">${formatCentimes(amount)} DZD</span>${statusBadge(status)}
    ${reason !== null && html`<span class="sub">${reason}</span>`}
  </li>`;
}
