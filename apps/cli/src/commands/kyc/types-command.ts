import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { type KnownType, typeIdAdvice, typesInUse } from '../../dossier-types.ts';
import { printable } from '../../terminal/printable.ts';
import type { Column } from '../../terminal/table.ts';

/** MyTPE lists its types nowhere, so this command collects them from the account's identifications. */
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
