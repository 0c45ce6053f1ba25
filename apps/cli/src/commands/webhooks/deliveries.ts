import type { WebhookDeliveryRecord } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { displayMoment } from '../../terminal/display.ts';
import { printable } from '../../terminal/printable.ts';
import { statusWord } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { LACKS } from './subscription-view.ts';

/** MyTPE does not document what a record holds: what it left out is a dash. */
const COLUMNS: readonly Column<WebhookDeliveryRecord>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'EVENT', of: ({ event }) => event && printable(event) },
  { head: 'STATUS', of: ({ status }, style) => status && statusWord(style, printable(status)) },
  { head: 'ANSWER', of: lastAnswer },
  { head: 'ATTEMPTS', of: ({ attempts }) => attempts?.toString(), align: 'right' },
  { head: 'WHEN', of: ({ created_at }) => created_at && displayMoment(created_at) },
];

/** What the receiver said last, or why it could not: in the record itself, or in the newest of its attempts. */
function lastAnswer({ status_code, raw }: WebhookDeliveryRecord): string | undefined {
  if (typeof status_code === 'number') return String(status_code);
  const { attempts } = Object(raw) as { attempts?: unknown };
  const last: unknown = Array.isArray(attempts) ? attempts.at(-1) : undefined;
  const { response_status, error } = Object(last) as Record<string, unknown>;
  if (typeof response_status === 'number') return String(response_status);
  return typeof error === 'string' ? printable(error) : undefined;
}

export function deliveriesCommand(act: Act): Command {
  const command = new Command('deliveries')
    .description('what was delivered to a subscription, and how it went')
    .argument('<id>', 'id of the subscription');
  return listOptions(command).action(
    act<ListOptions>(async (session, options, id = '') => {
      const { webhooks } = await session.ext(LACKS);
      const source = {
        list: (query: object) => webhooks.deliveries(id, query, session.call),
        listAll: (query: object) => webhooks.deliveriesAll(id, query, session.call),
      };
      await showList(session, source, {}, options, COLUMNS, 'Nothing was delivered yet.');
    }),
  );
}

export function redeliverCommand(act: Act): Command {
  return new Command('redeliver')
    .description('send one delivery again')
    .argument('<id>', 'id of the subscription')
    .argument('<delivery>', 'id of the delivery')
    .action(
      act(async (session, _options, id = '', delivery = '') => {
        const client = await session.ext(LACKS);
        const findOut = `Look whether it was sent: mytpe webhooks deliveries ${id}`;
        await session.change(findOut, () => client.webhooks.redeliver(id, delivery, session.call));
        await session.out.result({ id: delivery, redelivered: true }, `Asked to send ${printable(delivery)} again.`);
      }),
    );
}
