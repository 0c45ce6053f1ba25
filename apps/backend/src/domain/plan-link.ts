import type { Scope } from '@mytpe-pay/contract';
import { amountProblem, type Centimes } from '@mytpe-pay/contract/money';

import { Problem } from '../lib/problem.ts';
import type { Offer } from './offer.ts';
import { type LinkTerms, offerTerms, payerTerms } from './terms.ts';

/** The link that a request gets. */
export interface LinkPlan {
  readonly scope: Scope;
  readonly terms: LinkTerms;
}

/**
 * Decides which link a request gets. No other code decides this.
 * @param amount the amount that the payer chose, in centimes; `null` if the payer chose none.
 * @throws Problem `amount_not_accepted`, `amount_required`, `amount_below_min`, `amount_above_max`, `amount_off_step`.
 */
export function planLink(offer: Offer, amount: Centimes | null): LinkPlan {
  const whole: LinkPlan = { scope: offer.usage.mode === 'one_shot' ? 'payer' : 'shared', terms: offerTerms(offer) };
  if (offer.amount.mode === 'fixed' || offer.amount.entry === 'hosted') {
    if (amount !== null) throw new Problem('amount_not_accepted');
    return whole;
  }
  if (amount === null) {
    if (offer.hasSharedLink) return whole;
    throw new Problem('amount_required');
  }
  const problem = amountProblem(amount, offer.amount);
  if (problem) throw new Problem(problem, { amount: boundOf(problem, offer.amount) });
  return { scope: 'payer', terms: payerTerms(offer, amount) };
}

/** Returns the bound or step that the payer's message names, in centimes. */
function boundOf(
  problem: NonNullable<ReturnType<typeof amountProblem>>,
  rules: { min: Centimes | null; max: Centimes | null; step: Centimes },
): Centimes {
  if (problem === 'amount_below_min') return rules.min ?? rules.step;
  return problem === 'amount_above_max' ? rules.max! : rules.step;
}

/** Returns the link to use when the budget for payer links is spent: the offer's shared open link. `null` if it has none. */
export function planFallback(offer: Offer): LinkPlan | null {
  const hasFallback = offer.amount.mode === 'open' && offer.usage.mode === 'reusable' && offer.hasSharedLink;
  return hasFallback ? { scope: 'shared', terms: offerTerms(offer) } : null;
}
