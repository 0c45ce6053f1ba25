import { writeFileSync } from 'node:fs';

import { Command, Option } from 'commander';

import { usageError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import { type ListOptions, listOptions, showList } from '../../listing.ts';
import { rejectOptions } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { INSTEAD, TRANSACTION_COLUMNS } from '../v2/v2-transactions.ts';

const STATUSES = ['pending', 'processing', 'completed', 'failed', 'refused'] as const;

/** Creates the link commands that only v2 supports. */
export function v2LinkCommands(act: Act): Command[] {
  return [deleteCommand(act), transactionsCommand(act), exportCommand(act)];
}

function deleteCommand(act: Act): Command {
  return new Command('delete')
    .description('v2: delete a link without payment attempts')
    .argument('<id>', 'link id')
    .action(
      act(async (session, _options, id = '') => {
        session.onlyV2('endpoint to delete links', `mytpe links archive ${id}`);
        const client = await session.v2();
        const { title } = await client.links.get(id, session.call);
        await session.confirm(`Delete the link "${printable(title)}"?`);
        const findOut = `Check whether it still exists: mytpe links show ${id}`;
        await session.change(findOut, () => client.links.delete(id, session.call));
        await session.out.result({ id, deleted: true }, `Deleted ${printable(id)}.`);
      }),
    );
}

function transactionsCommand(act: Act): Command {
  const command = new Command('transactions')
    .description('v2: list the payment attempts of a link')
    .argument('<id>', 'link id')
    .addOption(new Option('--status <status>', 'only with this status').choices(STATUSES));
  return listOptions(command).action(
    act<ListOptions & { status?: string }>(async (session, options, id = '') => {
      session.onlyV2('list of payments', INSTEAD);
      rejectOptions(session, options, ['search']);
      const client = await session.v2();
      const source = {
        list: (query: object) => client.transactions.list(id, query, session.call),
        listAll: (query: object) => client.transactions.listAll(id, query, session.call),
      };
      await showList(session, source, { status: options.status }, options, TRANSACTION_COLUMNS, 'No payment attempts.');
    }),
  );
}

function exportCommand(act: Act): Command {
  return new Command('export')
    .description('v2: export the payments of a link as CSV')
    .argument('<id>', 'link id')
    .addOption(new Option('--status <status>', 'only with this status').choices(STATUSES))
    .option('--out <file>', 'new file for the export (default: standard output)')
    .action(
      act<{ status?: string; out?: string }>(async (session, { status, out }, id = '') => {
        session.onlyV2('export of payments', INSTEAD);
        const client = await session.v2();
        const csv = await client.transactions.exportCsv(id, { status }, session.call);
        if (out === undefined) return void session.context.stdout.write(csv);
        writeNew(out, csv);
        await session.out.result({ file: out, bytes: Buffer.byteLength(csv) }, `Wrote ${printable(out)}.`);
      }),
    );
}

/** Writes a new file that only the owner can read, because it contains payers' names. Never overwrites a file. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(
      `${file} ${code === 'EEXIST' ? 'already exists' : `cannot be written (${code})`}`,
      'Choose another file.',
    );
  }
}
