import type { V2CheckedTransaction, V2Transaction } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { rejectOptions } from '../../session.ts';
import { displayDinars, displayMoment, printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';

/** The alternative in the ext API. */
export const INSTEAD = 'See the payments with `mytpe links show`, or receive them with a webhook.';

export const TRANSACTION_COLUMNS: readonly Column<V2Transaction>[] = [
  { head: 'ORDER', of: ({ order_number }) => order_number && printable(order_number), isId: true },
  { head: 'AMOUNT', of: ({ amount }) => displayDinars(amount), align: 'right' },
  { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
  { head: 'PAYER', of: ({ name }) => name && printable(name) },
  { head: 'WHEN', of: ({ created_at }) => created_at && displayMoment(created_at) },
  { head: 'ENVIRONMENT', of: ({ environment }) => environment && printable(environment) },
];

export function transactionsCommand(act: Act): Command {
  return new Command('transactions')
    .description('v2: payment attempts of all links; for one link, use `links transactions`')
    .addCommand(recentCommand(act))
    .addCommand(checkCommand(act))
    .addCommand(statsCommand(act));
}

function recentCommand(act: Act): Command {
  return listOptions(new Command('recent').description('list the latest payment attempts of all instances')).action(
    act<ListOptions>(async (session, options) => {
      session.onlyV2('list of payments', INSTEAD);
      rejectOptions(session, options, ['search']);
      const client = await session.v2();
      const source = {
        list: (query: object) => client.transactions.listRecent(query, session.call),
        listAll: (query: object) => client.transactions.listAllRecent(query, session.call),
      };
      await showList(session, source, {}, options, TRANSACTION_COLUMNS, 'No payment attempts yet.');
    }),
  );
}

function checkCommand(act: Act): Command {
  return new Command('check')
    .description('make MyTPE check a payment with the bank')
    .argument('<order>', 'order number from `transactions recent`')
    .action(
      act(async (session, _options, order = '') => {
        session.onlyV2('endpoint to check a payment', INSTEAD);
        const client = await session.v2();
        const findOut = 'You can repeat the command safely.';
        const checked = await session.change(findOut, () => client.transactions.check(order, session.call));
        await session.out.record(flat(checked));
      }),
    );
}

/** Adds the gateway's response unchanged, because its format is not documented. */
function flat({ transaction, gateway_response }: V2CheckedTransaction) {
  return { ...transaction, gateway_response };
}

function statsCommand(act: Act): Command {
  return new Command('stats').description('show the number and the total of payments of all instances').action(
    act(async (session) => {
      session.onlyV2('totals', 'See the totals of each link: mytpe links list');
      const client = await session.v2();
      await session.out.record(await client.instances.stats(session.call));
    }),
  );
}
