import type { Identification } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { printable } from '../../terminal/printable.ts';
import type { Column } from '../../terminal/table.ts';

interface KnownType {
  readonly kind: 'establishment_type' | 'authorization_type' | 'activity';
  readonly id: string;
  readonly name: string;
}

/** More would tell nothing new: an account has one dossier, or a few. */
const MOST_DOSSIERS_READ = 50;

/** MyTPE lists its types nowhere: they are gathered from the dossiers there are. */
export function typesCommand(act: Act): Command {
  return new Command('types').description('ids of types and activities, gathered from the dossiers you have').action(
    act(async (session) => {
      const client = await session.ext('identifications');
      const types = new Map<string, KnownType>();
      const { data } = await client.identifications.list({ per_page: MOST_DOSSIERS_READ }, session.call);
      for (const { id } of data) {
        // The list leaves the types out.
        const dossier = await client.identifications.get(id, session.call);
        for (const type of typesOf(dossier)) types.set(`${type.kind} ${type.id}`, type);
      }
      const rows = [...types.values()];
      const none = 'None known: MyTPE has no list of them. Make the first dossier in the MyTPE dashboard.';
      await session.out.table({ data: rows }, rows, COLUMNS, none);
    }),
  );
}

const COLUMNS: readonly Column<KnownType>[] = [
  { head: 'KIND', of: ({ kind }) => kind },
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'NAME', of: ({ name }) => printable(name) },
];

function typesOf({ establishment_type, authorization_type, activity }: Identification): KnownType[] {
  const found = Object.entries({ establishment_type, authorization_type, activity });
  return found.flatMap(([kind, type]) =>
    type ? [{ kind: kind as KnownType['kind'], id: type.id, name: type.name ?? '' }] : [],
  );
}
