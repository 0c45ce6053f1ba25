import type { Link } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { displayDinars, drawQrCode, printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { hasEnded, newLinkCommand } from './new-link-command.ts';

/** A link with the URL for the customer, in JSON output. */
export interface LinkView extends Link {
  readonly customer_url: string;
  /** Present if MyTPE did not return the URL and no setting contains the pay URL. */
  readonly customer_url_is_guess?: true;
}

/** Adds the URL for the customer: the unchanged URL from MyTPE, or the pay URL with the slug. */
export function linkView({ connection }: Session, link: Link): LinkView {
  const given = [link.payment_link, link.url].find((url) => url && /^https?:\/\//i.test(url));
  if (given) return { ...link, customer_url: given };
  const customer_url = `${connection.payBaseUrl}/${link.slug}`;
  return { ...link, customer_url, ...(connection.isPayBaseUrlGuessed && { customer_url_is_guess: true }) };
}

/** Returns the price as short text. */
export function priceOf({ amount, min_amount, max_amount, amount_mode }: Link): string {
  if (amount_mode !== 'open') return amount === null || amount === undefined ? '–' : displayDinars(amount);
  if (min_amount && max_amount)
    return `${displayDinars(min_amount).replace(/ DA$/, '')} to ${displayDinars(max_amount)}`;
  if (min_amount) return `from ${displayDinars(min_amount)}`;
  return max_amount ? `to ${displayDinars(max_amount)}` : 'open';
}

export const LINK_COLUMNS: readonly Column<Link>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'TITLE', of: ({ title }) => printable(title) },
  { head: 'PRICE', of: priceOf, align: 'right' },
  { head: 'USE', of: ({ usage_mode }) => printable(usage_mode) },
  { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
  { head: 'PAID', of: ({ paid_count }) => String(paid_count), align: 'right' },
  { head: 'COLLECTED', of: ({ total_collected }) => displayDinars(total_collected), align: 'right' },
];

/** The advice for a guessed URL. */
export const GUESS_ADVICE = 'customer_url is a guess: set MYTPE_PAY_BASE_URL to the pay URL, or run `mytpe login`';

/** Prints a link with its URL and the next command. On a terminal, also prints the QR code of an active link. */
export async function showLink(session: Session, link: Link, { qr = false } = {}): Promise<void> {
  const view = linkView(session, link);
  await session.out.record(view);
  if (session.out.json) return;
  if (link.status === 'active' && qr) await showQrCode(session, link);
  if (hasEnded(link))
    return session.out.note(`\nThe link is ${link.status}. Next, create a new link: ${newLinkCommand(link)}`);
  if (view.customer_url_is_guess) session.out.note(`\n${GUESS_ADVICE}.`);
  if (link.status === 'draft') session.out.note(`\nA draft cannot be paid. Next: mytpe links publish ${link.id}`);
}

export async function showQrCode(session: Session, link: Link): Promise<void> {
  const { out, context } = session;
  if (out.json || context.stdout.isTTY !== true) return;
  context.stdout.write(`\n${await drawQrCode(linkView(session, link).customer_url, out.style)}\n`);
}
