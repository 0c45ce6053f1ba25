import type { CallOptions, Identification } from '@mytpe-pay/client';
import { Command, Option } from 'commander';

import { RequiredOption, parseFilePath } from '../../arguments.ts';
import type { Act } from '../../command-action.ts';
import { type KnownType, typeIdAdvice, typesInUse } from '../../identification-types.ts';
import { type SortOptions, sortOptions, sortQuery } from '../../listing.ts';
import { printable } from '../../terminal/display.ts';
import { statusText } from '../../terminal/style.ts';
import type { Column } from '../../terminal/table.ts';
import { type WatchOptions, watchOptions } from '../../watch.ts';
import { type ReviewedKind, openReviewed, reviewedCommands, showReviewed } from './reviewed-record.ts';

const STATUSES = ['pending', 'accepted', 'refused'] as const;

interface IdentificationFilters extends SortOptions {
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
    { head: 'STATUS', of: ({ status }, style) => statusText(style, printable(status)) },
    { head: 'REASON', of: ({ reason }) => (reason ? printable(reason) : undefined) },
  ],
  list: {
    options: (command) =>
      sortOptions(
        command
          .addOption(new Option('--status <status>', 'only with this status').choices(STATUSES))
          .option('--establishment-type <id>', 'only with this legal form: see `identifications types`'),
        ['created_at', 'name', 'status'],
      ),
    query: (options) => {
      const { status, establishmentType, ...order } = options as IdentificationFilters;
      return { status, establishment_type_id: establishmentType, ...sortQuery(order) };
    },
  },
};

interface IdentificationOptions extends WatchOptions {
  readonly name?: string;
  readonly establishmentType?: string;
  readonly authorizationType?: string;
  readonly activity?: string;
  readonly file?: string;
}

type RequiredField = 'name' | 'establishmentType' | 'authorizationType';

export function identificationsCommand(act: Act): Command {
  const group = new Command('identifications').description('KYC records of your business');
  group.addCommand(createCommand(act));
  for (const command of reviewedCommands(act, KIND)) group.addCommand(command);
  return group.addCommand(updateCommand(act)).addCommand(typesCommand(act));
}

function identificationOptions(command: Command): Command {
  command
    .option('--activity <id>', 'id of the activity')
    .option('--file <path>', 'the document: PDF, at most 5 MiB', parseFilePath);
  return watchOptions(command, 'MyTPE has accepted or refused it');
}

function createCommand(act: Act): Command {
  const command = new Command('create')
    .description('create an identification; MyTPE also creates a brand with the same name')
    .addOption(new RequiredOption('--name <text>', 'name of the business'))
    .addOption(new RequiredOption('--establishment-type <id>', 'id of the legal form: see `identifications types`'))
    .addOption(
      new RequiredOption('--authorization-type <id>', 'id of the registration type: see `identifications types`'),
    );
  return identificationOptions(command).action(
    act<Required<Pick<IdentificationOptions, RequiredField>> & IdentificationOptions>(async (session, options) => {
      const client = await openReviewed(session, KIND);
      const findOut = 'Look for it before you try again: mytpe identifications list';
      const input = {
        name: options.name,
        establishment_type_id: options.establishmentType,
        authorization_type_id: options.authorizationType,
        activity_id: options.activity,
        identification_file: options.file,
      };
      const created = await session.upload(findOut, [options.file], (call) =>
        client.identifications.create(input, call),
      );
      await showReviewed(session, KIND, created, options);
    }),
  );
}

function updateCommand(act: Act): Command {
  const command = new Command('update')
    .description('update an identification; MyTPE may review it again')
    .argument('<id>', 'id of the identification')
    .option('--name <text>', 'name of the business')
    .option('--establishment-type <id>', 'id of the legal form')
    .option('--authorization-type <id>', 'id of the registration type');
  return identificationOptions(command).action(
    act<IdentificationOptions>(async (session, options, id = '') => {
      const client = await openReviewed(session, KIND);
      const before = await client.identifications.get(id, session.call);
      if (before.status === 'accepted') {
        await session.confirm(
          'The identification is accepted. After a change, MyTPE may review it again and reject new instances during the review. Continue?',
        );
      }
      const changes = {
        name: options.name,
        establishment_type_id: options.establishmentType,
        authorization_type_id: options.authorizationType,
        activity_id: options.activity,
        identification_file: options.file,
      };
      const findOut = `Check whether it changed: mytpe identifications show ${id}`;
      const work = (call: CallOptions) => client.identifications.update(id, changes, call);
      const changed = await session.upload(findOut, [options.file], work);
      await showReviewed(session, KIND, changed, options);
    }),
  );
}

/** Lists the types of the account's identifications, because MyTPE has no endpoint for types. */
export function typesCommand(act: Act): Command {
  return new Command('types').description('list the ids of types and activities that your identifications use').action(
    act(async (session) => {
      const rows = await typesInUse(await session.ext('identifications'), session.call);
      await session.out.table({ data: rows }, rows, COLUMNS, typeIdAdvice(session));
    }),
  );
}

const COLUMNS: readonly Column<KnownType>[] = [
  { head: 'KIND', of: ({ kind }) => kind },
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'NAME', of: ({ name }) => printable(name) },
];
