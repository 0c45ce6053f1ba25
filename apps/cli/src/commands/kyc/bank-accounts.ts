import type { BankAccount } from '@mytpe-pay/client';
import { Command, InvalidArgumentError } from 'commander';

import { RequiredOption } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { maskedRib, printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import { type WatchOptions, watchOptions } from '../../watch.ts';
import { type ReviewedKind, openReviewed, reviewedCommands, showReviewed } from './reviewed-record.ts';

const KIND: ReviewedKind<BankAccount> = {
  plural: 'bank-accounts',
  one: 'bank account',
  of: (client) => client.bankAccounts,
  name: ({ account_number }) => maskedRib(account_number),
  columns: [
    { head: 'ID', of: ({ id }) => printable(id), isId: true },
    { head: 'RIB', of: ({ account_number }) => maskedRib(account_number) },
    { head: 'BANK', of: ({ bank_code }) => bank_code && printable(bank_code) },
    {
      head: 'IDENTIFICATION',
      of: ({ identification_id }) => identification_id && printable(identification_id),
      isId: true,
    },
    { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
    { head: 'REASON', of: ({ reason }) => (reason ? printable(reason) : undefined) },
  ],
};

interface AccountOptions extends WatchOptions {
  readonly rib?: string;
  readonly identification?: string;
}

export function bankAccountsCommand(act: Act): Command {
  const group = new Command('bank-accounts').description('bank accounts that receive your money');
  group.addCommand(createCommand(act));
  for (const command of reviewedCommands(act, KIND)) group.addCommand(command);
  return group.addCommand(updateCommand(act));
}

/** Parses a RIB: 20 digits, with optional spaces or hyphens. */
function parseRib(text: string): string {
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d{20}$/.test(digits)) return digits;
  throw new InvalidArgumentError('It must be the 20 digits of a RIB.');
}

function createCommand(act: Act): Command {
  const command = new Command('create')
    .description('add a bank account')
    .addOption(new RequiredOption('--rib <digits>', 'the RIB, 20 digits', parseRib))
    .addOption(new RequiredOption('--identification <id>', 'identification of the account'));
  return watchOptions(command, 'MyTPE has accepted or refused it').action(
    act<AccountOptions & { rib: string; identification: string }>(async (session, options) => {
      const client = await openReviewed(session, KIND);
      const input = { account_number: options.rib, identification_id: options.identification };
      const findOut = 'Look for it before you try again: mytpe bank-accounts list';
      const created = await session.change(findOut, () => client.bankAccounts.create(input, session.call));
      await showReviewed(session, KIND, created, options);
    }),
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('update a bank account; MyTPE may review it again')
    .argument('<id>', 'id of the bank account')
    .option('--rib <digits>', 'the RIB, 20 digits', parseRib)
    .option('--identification <id>', 'identification of the account');
  return watchOptions(command, 'MyTPE has accepted or refused it').action(
    act<AccountOptions>(async (session, options, id = '') => {
      const client = await openReviewed(session, KIND);
      const changes = { account_number: options.rib, identification_id: options.identification };
      const findOut = `Check whether it changed: mytpe bank-accounts show ${id}`;
      const changed = await session.change(findOut, () => client.bankAccounts.update(id, changes, session.call));
      await showReviewed(session, KIND, changed, options);
    }),
  );
}
