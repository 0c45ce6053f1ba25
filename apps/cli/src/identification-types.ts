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

/** The maximum number of identifications to read. Most accounts have only a few. */
const MAX_READ = 50;

/** Arguments that the sandbox accepts. It accepts any type id. */
export const SANDBOX_IDENTIFICATION = '--name "My shop" --establishment-type sarl --authorization-type rc';

/** Returns the distinct types and activities of the account's identifications. */
export async function typesInUse(client: ExtClient, call: Session['call']): Promise<KnownType[]> {
  const types = new Map<string, KnownType>();
  const { data } = await client.identifications.list({ per_page: MAX_READ }, call);
  for (const { id } of data) {
    // The list does not contain the types.
    const identification = await client.identifications.get(id, call);
    for (const type of typesOf(identification)) types.set(`${type.kind} ${type.id}`, type);
  }
  return [...types.values()];
}

/** Explains how to get type ids if the account has no identification with types. */
export function typeIdAdvice({ connection: { baseUrl } }: Session): string {
  const why = 'No type ids yet: MyTPE has no list of types, and this account has no identification that contains any.';
  if (isThisMachine(baseUrl)) {
    return `${why}\nThe sandbox accepts any id. Next: mytpe identifications create ${SANDBOX_IDENTIFICATION}`;
  }
  return [
    why,
    'Create the first identification in the MyTPE dashboard, then run: mytpe identifications types',
    'Or read them from an account that has an identification: mytpe identifications types --profile <name>',
  ].join('\n');
}

function typesOf(identification: Identification): KnownType[] {
  return TYPE_KINDS.flatMap((kind) => {
    const type = identification[kind];
    return type ? [{ kind, id: type.id, name: type.name ?? '' }] : [];
  });
}
