import type { WebhookDeliveryRecord } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { displayMoment, printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { MISSING_IN_V2 } from './subscription-view.ts';

/** The columns of a record. MyTPE does not document its fields; a missing field is shown as a dash. */
const COLUMNS: readonly Column<WebhookDeliveryRecord>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'EVENT', of: ({ event }) => event && printable(event) },
  { head: 'STATUS', of: ({ status }, style) => status && statusText(style, printable(status)) },
  { head: 'RESPONSE', of: lastResponse },
  { head: 'ATTEMPTS', of: ({ attempts }) => attempts?.toString(), align: 'right' },
  { head: 'WHEN', of: ({ created_at }) => created_at && displayMoment(created_at) },
];

/** Returns the last status of the receiver, or the last error, from the record or its newest attempt. */
function lastResponse({ status_code, raw }: WebhookDeliveryRecord): string | undefined {
  if (typeof status_code === 'number') return String(status_code);
  const { attempts } = Object(raw) as { attempts?: unknown };
  const last: unknown = Array.isArray(attempts) ? attempts.at(-1) : undefined;
  const { response_status, error } = Object(last) as Record<string, unknown>;
  if (typeof response_status === 'number') return String(response_status);
  return typeof error === 'string' ? printable(error) : undefined;
}

export function deliveriesCommand(act: Act): Command {
  const command = new Command('deliveries')
    .description('list the deliveries to a subscription, with their results')
    .argument('<id>', 'id of the subscription');
  return listOptions(command).action(
    act<ListOptions>(async (session, options, id = '') => {
      const { webhooks } = await session.ext(MISSING_IN_V2);
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
    .description('send a delivery again')
    .argument('<id>', 'id of the subscription')
    .argument('<delivery>', 'id of the delivery')
    .action(
      act(async (session, _options, id = '', delivery = '') => {
        const client = await session.ext(MISSING_IN_V2);
        const findOut = `Check whether it was sent: mytpe webhooks deliveries ${id}`;
        await session.change(findOut, () => client.webhooks.redeliver(id, delivery, session.call));
        await session.out.result({ id: delivery, redelivered: true }, `MyTPE will send ${printable(delivery)} again.`);
      }),
    );
}
