import { DifferentTermsError, NotAppliedError, type TermDifference } from '../errors.ts';
import type { V2LinkChanges, V2LinkInput } from './link-input.ts';
import type { V2Link } from './link.ts';

const TERMS = ['pricing', 'amount', 'payment_mode', 'max_payments'] as const;

/**
 * Compares the created link with the request, because v2 silently ignores some fields.
 * @throws DifferentTermsError if they differ. Fields that the response omits are not compared.
 */
export function rejectOtherTerms(input: V2LinkInput, link: V2Link): void {
  const requested = requestedTerms(input);
  const differences: Record<string, TermDifference> = {};
  for (const term of TERMS) {
    const received = link[term];
    if (received === undefined || received === requested[term]) continue;
    // An open amount has only one mode, which the response may omit.
    if (received === null && input.pricing === 'OPEN') continue;
    differences[term] = { requested: requested[term], received };
  }
  if (Object.keys(differences).length > 0) throw new DifferentTermsError(link, differences);
}

function requestedTerms({ pricing, amount, payment_mode, max_payments }: V2LinkInput) {
  return {
    pricing,
    amount: amount ?? null,
    payment_mode: payment_mode ?? 'reusable',
    max_payments: max_payments ?? null,
  };
}

/** The fields that can be compared after reading the link back. The response does not contain other changes. */
const SHOWN = ['title', 'details', 'amount', 'max_payments', 'inactivity_timeout_minutes'] as const;

/** Checks that an update took effect. @throws NotAppliedError if a field that should have changed is unchanged. */
export function rejectUnapplied(changes: V2LinkChanges, before: V2Link, after: V2Link): void {
  const ignored = SHOWN.some((field) => {
    const [requested, was, is] = [changes[field], before[field], after[field]].map(bare);
    return requested !== undefined && was !== undefined && requested !== was && is === was;
  });
  if (ignored) throw new NotAppliedError('update', after.id, undefined);
}

/** Normalizes text as PHP servers often do: trims it, and converts an empty string to `null`. */
function bare(value: string | number | null | undefined): string | number | null | undefined {
  return typeof value === 'string' ? value.trim() || null : value;
}
