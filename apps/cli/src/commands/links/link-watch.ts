import type { ExtClient, Link } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { displayDinars } from '../../terminal/display.ts';
import { printable } from '../../terminal/printable.ts';
import { type Verdict, type WatchOptions, watch } from '../../watch.ts';
import { customerUrl } from './link-view.ts';

/** Waits for the next payment. */
export async function watchLink(session: Session, client: ExtClient, id: string, options: WatchOptions): Promise<void> {
  let paidBefore: number | undefined;
  await watch(session, options, {
    read: async () => {
      const link = await client.links.get(id, session.call);
      // A link for one payment is done once paid, whenever that was; any other is waited on for one more.
      paidBefore ??= link.usage_mode === 'one_shot' ? 0 : link.paid_count;
      return { ...link, customer_url: customerUrl(link, session.connection.payBaseUrl) };
    },
    judge: (link) => judgeLink(link, paidBefore ?? 0),
    tell: ({ title, status, paid_count, total_collected, customer_url }) => {
      const paid = paid_count > 0 ? `paid ${paid_count}×, ${displayDinars(total_collected)} in all` : 'not paid yet';
      return `${printable(title)}: ${printable(status)}, ${paid}  ${customer_url}`;
    },
  });
}

function judgeLink({ id, status, paid_count }: Link, paidBefore: number): Verdict {
  if (paid_count > paidBefore) return { kind: 'reached' };
  if (status === 'active') return { kind: 'waiting' };
  const next = status === 'draft' ? `mytpe links publish ${id}` : `mytpe links show ${id}`;
  return { kind: 'refused', message: `the link is ${printable(status)}: nobody can pay it`, next };
}
