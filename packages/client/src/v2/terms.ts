import { DifferentTermsError, type TermDifference } from '../errors/different-terms-error.ts';
import type { V2LinkInput } from './link-input.ts';
import type { V2Link } from './link.ts';

const TERMS = ['pricing', 'amount', 'payment_mode', 'max_payments'] as const;

/**
 * Compares what was made with what was asked for: v2 ignores some of what it is sent without a word.
 * @throws DifferentTermsError when they differ. What the answer leaves out is not judged.
 */
export function refuseOtherTerms(input: V2LinkInput, link: V2Link): void {
  const asked = askedTerms(input);
  const differences: Record<string, TermDifference> = {};
  for (const term of TERMS) {
    const answered = link[term];
    if (answered === undefined || answered === asked[term]) continue;
    // The only mode that an open amount can have goes without saying.
    if (answered === null && input.pricing === 'OPEN') continue;
    differences[term] = { asked: asked[term], answered };
  }
  if (Object.keys(differences).length > 0) throw new DifferentTermsError(link, differences);
}

function askedTerms({ pricing, amount, payment_mode, max_payments }: V2LinkInput) {
  return {
    pricing,
    amount: amount ?? null,
    payment_mode: payment_mode ?? 'reusable',
    max_payments: max_payments ?? null,
  };
}
