import type { ExtClient, Identification } from '@mytpe-pay/client';

import type { Session } from './session.ts';
import { isThisMachine } from './settings/connection.ts';

const TYPE_KINDS = ['establishment_type', 'authorization_type', 'activity'] as const;
export type TypeKind = (typeof TYPE_KINDS)[number];

export interface KnownType {
  readonly kind: TypeKind;
  readonly id: string;
  readonly name: string;
}

/** An account has one identification, or a few: further ones add no types. */
const MOST_READ = 50;

/** Arguments that the sandbox accepts: any type id is valid there. */
export const SANDBOX_DOSSIER = '--name "My shop" --establishment-type sarl --authorization-type rc';

/** The types and activities of the account's identifications, each once. */
export async function typesInUse(client: ExtClient, call: Session['call']): Promise<KnownType[]> {
  const types = new Map<string, KnownType>();
  const { data } = await client.identifications.list({ per_page: MOST_READ }, call);
  for (const { id } of data) {
    // The list leaves the types out.
    const dossier = await client.identifications.get(id, call);
    for (const type of typesOf(dossier)) types.set(`${type.kind} ${type.id}`, type);
  }
  return [...types.values()];
}

/** Explains how to get type ids while the account has no identification that shows any. */
export function typeIdAdvice({ connection: { baseUrl } }: Session): string {
  const why = 'No type ids yet: MyTPE has no list of them, and this account has no identification that shows any.';
  if (isThisMachine(baseUrl)) {
    return `${why}\nThe sandbox accepts any id. Next: mytpe identifications create ${SANDBOX_DOSSIER}`;
  }
  return [
    why,
    'Create the first identification in the MyTPE dashboard, then run: mytpe identifications types',
    'Or read them from another account that has one: mytpe identifications types --profile <name>',
  ].join('\n');
}

function typesOf(dossier: Identification): KnownType[] {
  return TYPE_KINDS.flatMap((kind) => {
    const type = dossier[kind];
    return type ? [{ kind, id: type.id, name: type.name ?? '' }] : [];
  });
}
