import type { CallOptions, Identification } from '@mytpe-pay/client';
import { Command, Option } from 'commander';

import type { Act } from '../../command-action.ts';
import { parseFilePath } from '../../input/file-path.ts';
import { RequiredOption } from '../../input/required-option.ts';
import { type SortOptions, sortOptions, sortQuery } from '../../listing.ts';
import { printable } from '../../terminal/printable.ts';
import { statusWord } from '../../terminal/style.ts';
import { type WatchOptions, watchOptions } from '../../watch.ts';
import { type ReviewedKind, openReviewed, reviewedCommands, showReviewed } from './reviewed-record.ts';
import { typesCommand } from './types-command.ts';

const STATUSES = ['pending', 'accepted', 'refused'] as const;

interface DossierFilters extends SortOptions {
  readonly status?: (typeof STATUSES)[number];
  readonly establishmentType?: string;
}

const KIND: ReviewedKind<Identification> = {
  plural: 'identifications',
  one: 'identification',
  of: (client) => client.identifications,
  name: ({ name, id }) => name ?? id,
  columns: [
    { head: 'ID', of: ({ id }) => printable(id), isId: true },
    { head: 'NAME', of: ({ name }) => printable(name ?? '') },
    { head: 'DOCUMENT', of: ({ has_file }) => (has_file ? 'yes' : undefined) },
    { head: 'STATUS', of: ({ status }, style) => statusWord(style, printable(status)) },
    { head: 'REASON', of: ({ reason }) => (reason ? printable(reason) : undefined) },
  ],
  list: {
    options: (command) =>
      sortOptions(
        command
          .addOption(new Option('--status <status>', 'only with this status').choices(STATUSES))
          .option('--establishment-type <id>', 'only of this legal form: see `identifications types`'),
        ['created_at', 'name', 'status'],
      ),
    query: (options) => {
      const { status, establishmentType, ...order } = options as DossierFilters;
      return { status, establishment_type_id: establishmentType, ...sortQuery(order) };
    },
  },
};

interface DossierOptions extends WatchOptions {
  readonly name?: string;
  readonly establishmentType?: string;
  readonly authorizationType?: string;
  readonly activity?: string;
  readonly file?: string;
}

type RequiredField = 'name' | 'establishmentType' | 'authorizationType';

export function identificationsCommand(act: Act): Command {
  const group = new Command('identifications').description('KYC dossiers: who you are');
  group.addCommand(createCommand(act));
  for (const command of reviewedCommands(act, KIND)) group.addCommand(command);
  return group.addCommand(updateCommand(act)).addCommand(typesCommand(act));
}

function dossierOptions(command: Command): Command {
  command
    .option('--activity <id>', 'id of the activity')
    .option('--file <path>', 'the document: PDF, at most 5 MiB', parseFilePath);
  return watchOptions(command, 'MyTPE accepted or refused it');
}

function createCommand(act: Act): Command {
  const command = new Command('create')
    .description('hand in a dossier; MyTPE makes a brand of the same name along with it')
    .addOption(new RequiredOption('--name <text>', 'name of the business'))
    .addOption(new RequiredOption('--establishment-type <id>', 'id of the legal form: see `identifications types`'))
    .addOption(
      new RequiredOption('--authorization-type <id>', 'id of the kind of registration: see `identifications types`'),
    );
  return dossierOptions(command).action(
    act<Required<Pick<DossierOptions, RequiredField>> & DossierOptions>(async (session, options) => {
      const client = await openReviewed(session, KIND);
      const findOut = 'Look for it before you try again: mytpe identifications list';
      const input = {
        name: options.name,
        establishment_type_id: options.establishmentType,
        authorization_type_id: options.authorizationType,
        activity_id: options.activity,
        identification_file: options.file,
      };
      const made = await session.upload(findOut, [options.file], (call) => client.identifications.create(input, call));
      await showReviewed(session, KIND, made, options);
    }),
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('change a dossier; an accepted one may go back to review')
    .argument('<id>', 'id of the identification')
    .option('--name <text>', 'name of the business')
    .option('--establishment-type <id>', 'id of the legal form')
    .option('--authorization-type <id>', 'id of the kind of registration');
  return dossierOptions(command).action(
    act<DossierOptions>(async (session, options, id = '') => {
      const client = await openReviewed(session, KIND);
      const before = await client.identifications.get(id, session.call);
      if (before.status === 'accepted') {
        await session.confirm('It is accepted. A change may send it back to review and stop new instances. Go on?');
      }
      const changes = {
        name: options.name,
        establishment_type_id: options.establishmentType,
        authorization_type_id: options.authorizationType,
        activity_id: options.activity,
        identification_file: options.file,
      };
      const findOut = `Look whether it changed: mytpe identifications show ${id}`;
      const work = (call: CallOptions) => client.identifications.update(id, changes, call);
      const changed = await session.upload(findOut, [options.file], work);
      await showReviewed(session, KIND, changed, options);
    }),
  );
}
