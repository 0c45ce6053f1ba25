import type { V2Link, V2LinkInput } from '@mytpe-pay/client';

import type { LinkTerms } from '../domain/terms.ts';
import type { LinkDraft } from './gateway.ts';

/** What of a new v2 link decides who pays how much and how often. */
export type V2Terms = Pick<V2LinkInput, 'pricing' | 'amount' | 'payment_mode' | 'max_payments'>;

/** The terms in v2's words. @param terms that {@link v2Refusal} has nothing against. */
export function v2Terms({ amountMode, amount, usageMode, maxUses }: LinkTerms): V2Terms {
  if (amountMode === 'open') return { pricing: 'OPEN' };
  const fixed = { pricing: 'FIXED', amount: amount! } as const;
  if (usageMode === 'limited') return { ...fixed, payment_mode: 'limited', max_payments: maxUses! };
  return { ...fixed, payment_mode: usageMode === 'one_shot' ? 'one_shot' : 'reusable' };
}

/** Whether a link found under our name charges what was asked for; what MyTPE leaves out is not judged. */
export function hasTerms(link: V2Link, terms: LinkTerms): boolean {
  const { pricing, amount, payment_mode, max_payments } = v2Terms(terms);
  const same = <T>(told: T | null | undefined, asked: T | undefined): boolean => told == null || told === asked;
  return (
    link.pricing === pricing &&
    same(link.amount, amount) &&
    same(link.payment_mode, payment_mode ?? 'reusable') &&
    same(link.max_payments, max_payments)
  );
}

const MINUTE_MS = 60_000;
/** v2's longest, a year. */
const LONGEST_MINUTES = 525_600;
/** We close what nobody paid, and say when; MyTPE, which looks every five minutes, does so later. */
const MARGIN_MINUTES = 15;

/**
 * After how long without a payment v2 itself ends a link that can be used up: not before we do, whatever is usual for its
 * instance, yet in the end also without us.
 */
export function inactivityTimeout(
  draft: Pick<LinkDraft, 'terms' | 'createdAt' | 'expiresAt'>,
): Pick<V2LinkInput, 'inactivity_timeout_minutes'> {
  if (draft.terms.usageMode === 'reusable') return {};
  const ours = draft.expiresAt === null ? Infinity : (draft.expiresAt - draft.createdAt) / MINUTE_MS;
  return { inactivity_timeout_minutes: Math.min(LONGEST_MINUTES, Math.ceil(ours) + MARGIN_MINUTES) };
}
