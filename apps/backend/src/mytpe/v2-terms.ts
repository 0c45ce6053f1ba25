import type { V2Link, V2LinkInput } from '@mytpe-pay/client';

import type { LinkTerms } from '../domain/terms.ts';
import type { LinkDraft } from './gateway.ts';

/** The charge terms of a new v2 link. */
export type V2Terms = Pick<V2LinkInput, 'pricing' | 'amount' | 'payment_mode' | 'max_payments'>;

/** Converts charge terms to v2's fields. Only for terms that `v2Refusal` accepts. */
export function v2Terms({ amountMode, amount, usageMode, maxUses }: LinkTerms): V2Terms {
  if (amountMode === 'open') return { pricing: 'OPEN' };
  const fixed = { pricing: 'FIXED', amount: amount! } as const;
  if (usageMode === 'limited') return { ...fixed, payment_mode: 'limited', max_payments: maxUses! };
  return { ...fixed, payment_mode: usageMode === 'one_shot' ? 'one_shot' : 'reusable' };
}

/** `true` if a v2 link has the requested terms. Fields that MyTPE leaves out match. */
export function hasTerms(link: V2Link, terms: LinkTerms): boolean {
  const { pricing, amount, payment_mode, max_payments } = v2Terms(terms);
  const same = <T>(actual: T | null | undefined, requested: T | undefined): boolean =>
    actual == null || actual === requested;
  return (
    link.pricing === pricing &&
    same(link.amount, amount) &&
    same(link.payment_mode, payment_mode ?? 'reusable') &&
    same(link.max_payments, max_payments)
  );
}

const MINUTE_MS = 60_000;
/** The maximum of v2, one year. */
const LONGEST_MINUTES = 525_600;
/** The backend closes an unpaid link first. MyTPE checks every five minutes and closes it this much later. */
const MARGIN_MINUTES = 15;

/**
 * Returns the minutes without a payment after which v2 closes a link that is not reusable. It exceeds the backend's own
 * lifetime of the link and replaces the instance's default, so that the link also ends if the backend is down.
 */
export function inactivityTimeout(
  draft: Pick<LinkDraft, 'terms' | 'createdAt' | 'expiresAt'>,
): Pick<V2LinkInput, 'inactivity_timeout_minutes'> {
  if (draft.terms.usageMode === 'reusable') return {};
  const ours = draft.expiresAt === null ? Infinity : (draft.expiresAt - draft.createdAt) / MINUTE_MS;
  return { inactivity_timeout_minutes: Math.min(LONGEST_MINUTES, Math.ceil(ours) + MARGIN_MINUTES) };
}
