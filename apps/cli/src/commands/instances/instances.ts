import type { Instance } from '@mytpe-pay/client';
import { Command, Option } from 'commander';

import { parseFilePath, parseMinutes } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { type ListOptions, type SortOptions, listOptions, showList, sortOptions, sortQuery } from '../../listing.ts';
import { type Session, rejectOptions } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { type WatchOptions, watchOptions } from '../../watch.ts';
import { listV2Instances, updateV2Instance } from '../v2/v2-instances.ts';
import { activateCommand } from './activate.ts';
import { isChargeable, whyNotChargeable } from './chargeable-instance.ts';
import { watchInstance } from './watch-instance.ts';

const COLUMNS: readonly Column<Instance>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'TITLE', of: ({ title }) => printable(title ?? '') },
  { head: 'LICENSE', of: ({ acceptance_status }, style) => statusText(style, printable(acceptance_status)) },
  { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
  { head: 'TAKES PAYMENTS', of: (instance) => (isChargeable(instance) ? 'yes' : 'no') },
];

export function instancesCommand(act: Act): Command {
  return new Command('instances')
    .description('payment instances (virtual terminals)')
    .addCommand(activateCommand(act))
    .addCommand(listCommand(act))
    .addCommand(showCommand(act))
    .addCommand(updateCommand(act))
    .addCommand(deleteCommand(act));
}

interface InstanceListOptions extends ListOptions, SortOptions {
  readonly status?: string;
  readonly license?: string;
  readonly identification?: string;
  readonly brand?: string;
  readonly bankAccount?: string;
}

function listCommand(act: Act): Command {
  const licenses = ['pending_documents', 'documents_submitted', 'rejected', 'ready'];
  const command = new Command('list')
    .description('list payment instances')
    .addOption(new Option('--status <status>', 'only with this status').choices(['active', 'suspended']))
    .addOption(new Option('--license <status>', 'only with this acceptance status').choices(licenses))
    .option('--identification <id>', 'only of this identification')
    .option('--brand <id>', 'only of this brand')
    .option('--bank-account <id>', 'only of this bank account');
  return listOptions(sortOptions(command)).action(
    act<InstanceListOptions>(async (session, options) => {
      if (session.api === 'v2') return listV2Instances(session, options);
      const client = await session.ext('such list');
      const query = {
        status: options.status,
        acceptance_status: options.license,
        identification_id: options.identification,
        brand_id: options.brand,
        bank_account_id: options.bankAccount,
        ...sortQuery(options),
      };
      await showList(session, client.instances, query, options, COLUMNS, 'No payment instances: mytpe journey.');
    }),
  );
}

function showCommand(act: Act): Command {
  const command = new Command('show')
    .description('show a payment instance')
    .argument('<id>', 'id of the payment instance');
  return watchOptions(command, 'it can take payments').action(
    act<WatchOptions>(async (session, options, id = '') => {
      const client = await session.ext('endpoint for a single instance; try `mytpe instances list`');
      if (options.watch === true) return watchInstance(session, () => client.instances.get(id, session.call), options);
      await showInstance(session, await client.instances.get(id, session.call));
    }),
  );
}

async function showInstance(session: Session, instance: Instance): Promise<void> {
  await session.out.record(instance, { takes_payments: isChargeable(instance) });
  if (!isChargeable(instance)) session.out.note(`\nIt takes no payments: ${whyNotChargeable(instance)}.`);
}

function updateCommand(act: Act): Command {
  interface Changes {
    readonly title?: string;
    readonly identification?: string;
    readonly brand?: string;
    readonly bankAccount?: string;
    readonly logo?: string;
    readonly inactivity?: number;
  }
  return new Command('update')
    .description('update a payment instance')
    .argument('<id>', 'id of the payment instance')
    .option('--title <text>', 'your own name for the instance')
    .option('--identification <id>', 'identification')
    .option('--brand <id>', 'brand')
    .option('--bank-account <id>', 'bank account')
    .option('--logo <path>', 'logo: JPEG, PNG, GIF or WebP, at most 5 MiB', parseFilePath)
    .option('--inactivity <duration>', 'v2: time after which its unpaid links expire, like 2h or 30d', parseMinutes)
    .action(
      act<Changes>(async (session, options, id = '') => {
        if (session.api === 'v2') return updateV2Instance(session, id, options);
        rejectOptions(session, options, ['inactivity']);
        const { title, identification, brand, bankAccount, logo } = options;
        const client = await session.ext('such update');
        const ids = { identification_id: identification, brand_id: brand, bank_account_id: bankAccount };
        const findOut = `Check whether it changed: mytpe instances show ${id}`;
        const changed = await session.upload(findOut, [logo], (call) =>
          client.instances.update(id, { title, ...ids, logo }, call),
        );
        await showInstance(session, changed);
      }),
    );
}

function deleteCommand(act: Act): Command {
  return new Command('delete')
    .description('delete a payment instance that has no active or paused link')
    .argument('<id>', 'id of the payment instance')
    .action(
      act(async (session, _options, id = '') => {
        const client = await session.ext('endpoint to delete instances');
        const { title } = await client.instances.get(id, session.call);
        await session.confirm(`Delete the payment instance "${printable(title ?? id)}"? Its fee is not refunded.`);
        const findOut = `Check whether it still exists: mytpe instances show ${id}`;
        await session.change(findOut, () => client.instances.delete(id, session.call));
        await session.out.result({ id, deleted: true }, `Deleted ${printable(id)}.`);
      }),
    );
}
