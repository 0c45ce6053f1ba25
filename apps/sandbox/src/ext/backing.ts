import type { Instance } from '../model/records.ts';
import type { World } from '../model/world.ts';
import { type FieldErrors, wrongState } from './problem.ts';

type Backed = Pick<Instance, 'identification_id' | 'brand_id' | 'bank_account_id'>;

/** Requires that the records behind an instance are accepted, as documented. Problems go into `errors`. */
export function requireAccepted(world: World, ids: Backed, errors: FieldErrors): void {
  const kinds = [
    ['identification_id', 'identification', world.identifications],
    ['brand_id', 'brand', world.brands],
    ['bank_account_id', 'bank account', world.bankAccounts],
  ] as const;
  for (const [field, kind, items] of kinds) {
    const item = items.get(ids[field]);
    if (item === undefined) errors[field] = [`No ${kind} has this id.`];
    else if (item.status !== 'accepted') errors[field] = [`The ${kind} must be accepted; it is ${item.status}.`];
  }
}

/** Throws when an instance, or a request for an instance, uses the record. */
export function requireUnused(world: World, kind: string, uses: (backed: Backed) => boolean): void {
  const instance = [...world.instances.values()].find(uses);
  if (instance !== undefined) {
    throw wrongState(`This ${kind} is used by the instance “${instance.title}”. Delete the instance first.`);
  }
  const activation = [...world.activations.values()].find((item) => item.status === 'processing' && uses(item));
  if (activation === undefined) return;
  throw wrongState(`This ${kind} is used by the request for “${activation.title}”, whose fee is not settled yet.`);
}
