import type { Brand } from '@mytpe-pay/client';
import { Command } from 'commander';

import { RequiredOption, parseFilePath } from '../../arguments.ts';
import { usageError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import type { Session } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import { type WatchOptions, watchOptions } from '../../watch.ts';
import { type ReviewedKind, openReviewed, reviewedCommands, showReviewed } from './reviewed-record.ts';

const KIND: ReviewedKind<Brand> = {
  plural: 'brands',
  one: 'brand',
  of: (client) => client.brands,
  name: ({ name, id }) => name ?? id,
  columns: [
    { head: 'ID', of: ({ id }) => printable(id), isId: true },
    { head: 'NAME', of: ({ name }) => printable(name ?? '') },
    {
      head: 'IDENTIFICATION',
      of: ({ identification_id }) => identification_id && printable(identification_id),
      isId: true,
    },
    { head: 'LOGO', of: ({ logo }) => (logo ? 'yes' : undefined) },
    { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
    { head: 'REASON', of: ({ reason }) => (reason ? printable(reason) : undefined) },
  ],
};

interface BrandOptions extends WatchOptions {
  readonly name?: string;
  readonly identification?: string;
  readonly logo?: string;
  readonly file?: string;
}

export function brandsCommand(act: Act): Command {
  const group = new Command('brands').description('names and logos under which you sell');
  group.addCommand(createCommand(act));
  for (const command of reviewedCommands(act, KIND)) group.addCommand(command);
  return group.addCommand(updateCommand(act));
}

function brandOptions(command: Command): Command {
  command
    .option('--logo <path>', 'logo: JPEG or PNG, at most 5 MiB', parseFilePath)
    .option('--file <path>', 'supporting document: PDF, JPEG or PNG, at most 5 MiB', parseFilePath);
  return watchOptions(command, 'MyTPE has accepted or refused it');
}

function createCommand(act: Act): Command {
  const command = new Command('create')
    .description('create another brand; MyTPE creates one with each identification')
    .addOption(new RequiredOption('--name <text>', 'name of the brand'))
    .addOption(new RequiredOption('--identification <id>', 'identification of the brand'));
  return brandOptions(command).action(
    act<BrandOptions & { name: string; identification: string }>(async (session, options) => {
      const client = await openReviewed(session, KIND);
      const { name, identification: identification_id, logo, file } = options;
      await rejectDuplicate(session, await client.brands.listOf(identification_id, session.call), name);
      const findOut = 'Look for it before you try again: mytpe brands list';
      const input = { name, identification_id, logo, file };
      await showReviewed(
        session,
        KIND,
        await session.upload(findOut, [logo, file], (call) => client.brands.create(input, call)),
        options,
      );
    }),
  );
}

/** Rejects a brand with the name of an existing brand, because MyTPE already created one with the identification. */
async function rejectDuplicate(session: Session, existing: readonly Brand[], name: string): Promise<void> {
  const duplicate = existing.find((brand) => brand.name?.trim() === name.trim());
  if (duplicate === undefined || session.options.yes === true) return;
  const next = `Update that brand: mytpe brands update ${duplicate.id} --logo …, or add --yes to create a second brand.`;
  throw usageError(
    `the brand "${printable(name)}" already exists: ${printable(duplicate.id)} (${duplicate.status})`,
    next,
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('update a brand; MyTPE may review it again')
    .argument('<id>', 'id of the brand')
    .option('--name <text>', 'name of the brand')
    .option('--identification <id>', 'identification of the brand');
  return brandOptions(command).action(
    act<BrandOptions>(async (session, options, id = '') => {
      const client = await openReviewed(session, KIND);
      const { name, identification: identification_id, logo, file } = options;
      const changes = { name, identification_id, logo, file };
      const findOut = `Check whether it changed: mytpe brands show ${id}`;
      const changed = await session.upload(findOut, [logo, file], (call) => client.brands.update(id, changes, call));
      await showReviewed(session, KIND, changed, options);
    }),
  );
}
