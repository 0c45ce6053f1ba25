import type { CallOptions, V2Client, V2Link, V2LinkSummary } from '@mytpe-pay/client';

import { type ListOptions, showList } from '../../listing.ts';
import { type Session, rejectOptions } from '../../session.ts';
import { displayDinars, drawQrCode, printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { type Verdict, type WatchOptions, watch } from '../../watch.ts';
import { v2InstanceId } from '../v2/v2-instances.ts';
import type { CreateOptions, TermOptions } from './link-terms.ts';
import { nextV2LinkCommand } from './new-link-command.ts';
import { newV2Terms, v2Changes } from './v2-link-terms.ts';

const COLUMNS: readonly Column<V2LinkSummary>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'TITLE', of: ({ title }) => printable(title ?? '') },
  { head: 'PRICE', of: ({ amount }) => (amount ? displayDinars(amount) : 'open'), align: 'right' },
  { head: 'USE', of: ({ payment_mode }) => printable(payment_mode ?? '') },
  { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
  {
    head: 'PAID',
    of: ({ successful_payments_count: paid }) => (paid === undefined ? undefined : String(paid)),
    align: 'right',
  },
];

export async function createV2Link(session: Session, options: CreateOptions): Promise<void> {
  const terms = newV2Terms(options);
  const client = await session.v2();
  const mytpe_pay_id = await v2InstanceId(session, client, options.instance);
  const metadata = options.ref === undefined ? options.meta : { ...options.meta, our_ref: options.ref };
  const input = { ...terms, mytpe_pay_id, title: options.title, slug: options.slug, metadata };
  const list = `mytpe links list --instance ${mytpe_pay_id}`;
  const onSlug = (slug: string) => {
    session.findOut = `Look for the slug ${slug} before you try again: ${list}`;
  };
  const work = (call: CallOptions) => client.links.create(input, { ...call, onSlug });
  const { id } = await session.upload(`Look for it before you try again: ${list}`, [options.logo], work);
  await showV2Link(session, id, options);
}

export async function listV2Links(session: Session, options: ListOptions & { instance?: string }): Promise<void> {
  rejectOptions(session, options, ['search', 'status', 'usage', 'ref']);
  const client = await session.v2();
  const id = await v2InstanceId(session, client, options.instance);
  const source = {
    list: (query: object) => client.links.list(id, query, session.call),
    listAll: (query: object) => client.links.listAll(id, query, session.call),
  };
  await showList(session, source, {}, options, COLUMNS, 'No payment links.');
}

/** Shows a link. With `--watch`, waits for its next payment. */
export async function showV2Link(session: Session, id: string, options: WatchOptions & { qr: boolean }): Promise<void> {
  const client = await session.v2();
  const link = await client.links.get(id, session.call);
  if (options.watch !== true) {
    await session.out.record(link);
    if (hasEnded(link)) session.out.note(`\nThe link is ${link.status}. Next: ${nextV2LinkCommand(link)}`);
  }
  if (options.qr && link.status === 'active') await drawAddress(session, link);
  if (options.watch === true) await watchV2Link(session, client, link, options);
}

export async function updateV2Link(session: Session, id: string, options: TermOptions): Promise<void> {
  const changes = v2Changes(session, options);
  const client = await session.v2();
  const findOut = `Check whether it changed: mytpe links show ${id}`;
  const work = (call: CallOptions) => client.links.update(id, changes, call);
  await session.out.record(await session.upload(findOut, [options.logo], work));
}

export async function setV2LinkActive(session: Session, id: string, isActive: boolean): Promise<void> {
  const client = await session.v2();
  const findOut = `Check its status: mytpe links show ${id}`;
  await session.out.record(await session.change(findOut, () => client.links.setActive(id, isActive, session.call)));
}

async function drawAddress({ out, context }: Session, { payment_link }: V2Link): Promise<void> {
  if (out.json || context.stdout.isTTY !== true || !payment_link) return;
  context.stdout.write(`\n${await drawQrCode(payment_link, out.style)}\n`);
}

async function watchV2Link(session: Session, client: V2Client, link: V2Link, options: WatchOptions): Promise<void> {
  const before = link.payment_mode === 'one_shot' ? 0 : link.successful_payments_count;
  await watch(session, options, {
    read: () => client.links.get(link.id, session.call),
    judge: (read) => judge(read, before),
    describe: ({ title, status, successful_payments_count: paid, payment_link }) =>
      `${printable(title)}: ${printable(status)}, ${paid > 0 ? `paid ${paid}×` : 'not paid yet'}  ${payment_link ?? ''}`,
  });
}

function judge(link: V2Link, before: number): Verdict {
  const { id, status, successful_payments_count: paid } = link;
  if (paid > before) return { kind: 'reached' };
  if (status === 'active') return { kind: 'waiting' };
  const next = hasEnded(link) ? nextV2LinkCommand(link) : `mytpe links show ${id}`;
  return { kind: 'refused', message: `the link is ${printable(status)} and cannot be paid`, next };
}

/** Returns `true` if MyTPE ended the link: it was paid, its payments are used up, or it expired. */
function hasEnded({ status }: V2Link): boolean {
  return status === 'closed' || status === 'expired';
}
