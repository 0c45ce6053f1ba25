import type { V2CheckedTransaction, V2Transaction } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { displayDinars, displayMoment } from '../../terminal/display.ts';
import { printable } from '../../terminal/printable.ts';
import { statusWord } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { refuseOptions } from '../refuse-options.ts';

/** What the ext API has instead. */
export const INSTEAD = 'Payments show in `mytpe links show`, and each is told to your webhook.';

export const TRANSACTION_COLUMNS: readonly Column<V2Transaction>[] = [
  { head: 'ORDER', of: ({ order_number }) => order_number && printable(order_number), isId: true },
  { head: 'AMOUNT', of: ({ amount }) => displayDinars(amount), align: 'right' },
  { head: 'STATUS', of: ({ status }, style) => statusWord(style, printable(status)) },
  { head: 'PAYER', of: ({ name }) => name && printable(name) },
  { head: 'WHEN', of: ({ created_at }) => created_at && displayMoment(created_at) },
  { head: 'ENVIRONMENT', of: ({ environment }) => environment && printable(environment) },
];

export function transactionsCommand(act: Act): Command {
  return new Command('transactions')
    .description('v2: attempts to pay, over all links; of one link: `links transactions`')
    .addCommand(recentCommand(act))
    .addCommand(checkCommand(act))
    .addCommand(statsCommand(act));
}

function recentCommand(act: Act): Command {
  return listOptions(new Command('recent').description('the latest ones of all instances')).action(
    act<ListOptions>(async (session, options) => {
      session.onlyV2('list of payments', INSTEAD);
      refuseOptions(session, options, ['search']);
      const client = await session.v2();
      const source = {
        list: (query: object) => client.transactions.listRecent(query, session.call),
        listAll: (query: object) => client.transactions.listAllRecent(query, session.call),
      };
      await showList(session, source, {}, options, TRANSACTION_COLUMNS, 'Nobody tried to pay anything yet.');
    }),
  );
}

function checkCommand(act: Act): Command {
  return new Command('check')
    .description('have MyTPE ask the bank again what became of one')
    .argument('<order>', 'order number, as `transactions recent` shows it')
    .action(
      act(async (session, _options, order = '') => {
        session.onlyV2('call that asks the bank again', INSTEAD);
        const client = await session.v2();
        const findOut = 'It is safe to repeat.';
        const checked = await session.change(findOut, () => client.transactions.check(order, session.call));
        await session.out.record(flat(checked));
      }),
    );
}

/** The gateway's own words are not documented: kept whole, and read by nobody here. */
function flat({ transaction, gateway_response }: V2CheckedTransaction) {
  return { ...transaction, gateway_response };
}

function statsCommand(act: Act): Command {
  return new Command('stats').description('how many, and how much, over all instances').action(
    act(async (session) => {
      session.onlyV2('totals', 'Each link has its own: mytpe links list');
      const client = await session.v2();
      await session.out.record(await client.instances.stats(session.call));
    }),
  );
}
