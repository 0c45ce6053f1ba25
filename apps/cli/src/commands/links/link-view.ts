import type { Link } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { displayDinars } from '../../terminal/display.ts';
import { printable } from '../../terminal/printable.ts';
import { drawQrCode } from '../../terminal/qr-code.ts';
import { statusWord } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';

/** Where the customer pays: MyTPE's own address, unaltered, when the answer has one; else the slug behind the pay base. */
export function customerUrl(link: Pick<Link, 'payment_link' | 'url' | 'slug'>, payBaseUrl: string): string {
  const given = [link.payment_link, link.url].find((url) => url && /^https?:\/\//i.test(url));
  return given ?? `${payBaseUrl}/${link.slug}`;
}

/** A link with the address to share, as scripts get it. */
export function linkView(session: Session, link: Link): Link & { customer_url: string } {
  return { ...link, customer_url: customerUrl(link, session.connection.payBaseUrl) };
}

/** What the payer pays, in short. */
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
  { head: 'STATUS', of: ({ status }, style) => statusWord(style, printable(status)) },
  { head: 'PAID', of: ({ paid_count }) => String(paid_count), align: 'right' },
  { head: 'COLLECTED', of: ({ total_collected }) => displayDinars(total_collected), align: 'right' },
];

/** Prints a link; one that can be paid with its address and, where a person looks, its QR code. */
export async function showLink(session: Session, link: Link, { qr = false } = {}): Promise<void> {
  await session.out.record(linkView(session, link));
  if (session.out.json) return;
  if (link.status === 'draft') session.out.note(`\nA draft cannot be paid. Next: mytpe links publish ${link.id}`);
  if (link.status === 'active' && qr) await showQrCode(session, link);
}

export async function showQrCode(session: Session, link: Link): Promise<void> {
  const { out, connection, surroundings } = session;
  if (out.json || surroundings.stdout.isTTY !== true) return;
  surroundings.stdout.write(`\n${await drawQrCode(customerUrl(link, connection.payBaseUrl), out.style)}\n`);
}
