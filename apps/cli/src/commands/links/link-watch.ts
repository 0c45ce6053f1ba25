import type { ExtClient, Link } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { displayDinars, printable } from '../../terminal/display.ts';
import { type Verdict, type WatchOptions, watch } from '../../watch.ts';
import { GUESS_ADVICE, linkView } from './link-view.ts';
import { hasEnded, newLinkCommand } from './new-link-command.ts';

/** Waits for the next payment. */
export async function watchLink(session: Session, client: ExtClient, id: string, options: WatchOptions): Promise<void> {
  let paidBefore: number | undefined;
  await watch(session, options, {
    read: async () => {
      const link = await client.links.get(id, session.call);
      // A one_shot link is done when it is paid, even before this command. For other links, waits for one more payment.
      paidBefore ??= link.usage_mode === 'one_shot' ? 0 : link.paid_count;
      return linkView(session, link);
    },
    judge: (link) => judgeLink(link, paidBefore ?? 0),
    describe: ({ title, status, paid_count, total_collected, customer_url, customer_url_is_guess }) => {
      const guess = customer_url_is_guess ? ` (${GUESS_ADVICE})` : '';
      const paid = paid_count > 0 ? `paid ${paid_count}×, ${displayDinars(total_collected)} in total` : 'not paid yet';
      return `${printable(title)}: ${printable(status)}, ${paid}  ${customer_url}${guess}`;
    },
  });
}

function judgeLink(link: Link, paidBefore: number): Verdict {
  const { id, status, paid_count } = link;
  if (paid_count > paidBefore) return { kind: 'reached' };
  if (status === 'active') return { kind: 'waiting' };
  const next = hasEnded(link) ? newLinkCommand(link) : `mytpe links ${status === 'draft' ? 'publish' : 'show'} ${id}`;
  return { kind: 'refused', message: `the link is ${printable(status)} and cannot be paid`, next };
}
