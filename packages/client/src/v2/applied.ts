import { NotAppliedError } from '../errors/not-applied-error.ts';
import type { V2LinkChanges } from './link-input.ts';
import type { V2Link } from './link.ts';

/** What can be compared once it was read back; of the other changes nothing shows. */
const SHOWN = ['title', 'details', 'amount', 'max_payments', 'inactivity_timeout_minutes'] as const;

/** @throws NotAppliedError when a field still is what it was, though it should have become something else. */
export function refuseUnapplied(changes: V2LinkChanges, before: V2Link, after: V2Link): void {
  const ignored = SHOWN.some((field) => {
    const [asked, was, is] = [changes[field], before[field], after[field]].map(bare);
    return asked !== undefined && was !== undefined && asked !== was && is === was;
  });
  if (ignored) throw new NotAppliedError('update', after.id, undefined);
}

/** PHP servers commonly trim text, and keep none as `null`. */
function bare(value: string | number | null | undefined): string | number | null | undefined {
  return typeof value === 'string' ? value.trim() || null : value;
}
