import type { V2Link, V2LinkInput } from '@mytpe-pay/client';

import type { LinkTerms } from '../catalog/charge-terms.ts';

/** What of a new v2 link decides who pays how much and how often. */
export type V2Terms = Pick<V2LinkInput, 'pricing' | 'amount' | 'payment_mode' | 'max_payments'>;

/** Why v2 cannot make a link of these terms; it would quietly make another one. `null` when it can. */
export function v2Refusal(terms: LinkTerms): string | null {
  if (terms.currency !== 'DZD') return `MyTPE v2 knows no currency but DZD, and this is ${terms.currency}`;
  if (terms.formId !== null) return 'MyTPE v2 knows no forms';
  if (terms.usageMode === 'capped_amount') return 'MyTPE v2 knows no sum at which a link ends (capped_amount)';
  if (terms.usageMode === 'time_window') return 'MyTPE v2 knows no time window';
  if (terms.usageMode === 'whitelist') return 'MyTPE v2 knows no list of payers (whitelist)';
  if (terms.amountMode === 'fixed') return null;
  if (terms.usageMode !== 'reusable')
    return `MyTPE v2 cannot limit the payments of an amount that the payer types on its page (${terms.usageMode})`;
  return terms.minAmount !== null || terms.maxAmount !== null
    ? 'MyTPE v2 knows no bounds for an amount that the payer types on its page; with entry: button we hold them'
    : null;
}

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
