import { formatMoney, nearestAmount } from '@mytpe-pay/contract/money';

import type { LinkView, OfferView } from '../api/types.ts';
import { type TypedAmount, brokenBound, readAmount } from '../payment/amount-input.ts';
import type { Payment } from '../payment/payment.ts';
import type { AmountChoice, AmountIssue, PaymentSnapshot } from './payment-snapshot.ts';

/** Creates the part of the payment's state that a view needs in the current phase. */
export function createSnapshot(payment: Payment): PaymentSnapshot {
  const { phase: state, offer, link, error, changed, unsent } = payment.state;
  if (state === 'error') return { state, error: error! };
  if (state === 'loading' || !offer) return { state: 'loading' };
  const amount = (): AmountChoice => amountChoice(payment, offer);
  switch (state) {
    case 'ready':
      return { state, offer, amount: amount(), link: sharedLink(payment), changed, error };
    case 'creating':
      return { state, offer, amount: amount() };
    case 'closed':
      return { state, offer, reason: offer.availability as 'expired', error };
    case 'paid':
      return { state, offer, link: link!, receipt: link!.receipt };
    default:
      return { state, offer, link: link!, watched: link!.scope === 'payer', sent: !unsent };
  }
}

function sharedLink({ link, state }: Payment): LinkView | null {
  return state.offer?.scope === 'shared' && link?.payable ? link : null;
}

function amountChoice(payment: Payment, { amount }: OfferView): AmountChoice {
  const { state } = payment;
  const typed = readAmount(state);
  if (amount.mode === 'fixed') return { kind: 'fixed', value: amount.value };
  const { min, max, step, suggested } = amount;
  if (!typed) return { kind: 'hosted', min, max };
  const { text, showProblem } = state;
  const issue = issueOf(typed);
  const refused = showProblem && issue !== null;
  return { kind: 'typed', text, value: payment.amountValue, issue, refused, min, max, step, suggested };
}

function issueOf(typed: TypedAmount): AmountIssue | null {
  const { value, problem, rules } = typed;
  if (problem === null) return null;
  const bound = brokenBound(typed);
  return {
    code: problem,
    bound: bound === null ? null : formatMoney(bound),
    nearest: value === null ? null : formatMoney(nearestAmount(value, rules)),
  };
}
