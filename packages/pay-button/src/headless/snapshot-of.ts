import { formatMoney, nearestAmount } from '@mytpe-pay/contract/money';

import type { Payment } from '../payment/payment.ts';
import { type TypedAmount, checkTyped } from '../payment/typed-amount.ts';
import type { LinkView, OfferView } from '../views.ts';
import type { AmountChoice, AmountIssue, PaymentSnapshot } from './payment-snapshot.ts';
import { TOOLS } from './tools.ts';

/** What is known of a payment, for whoever draws it. */
export function snapshotOf(payment: Payment): PaymentSnapshot {
  const { state, offer, link, error, changed, unsent } = payment.model;
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

function sharedLink({ link, model }: Payment): LinkView | null {
  return model.offer?.scope === 'shared' && link?.payable ? link : null;
}

function amountChoice(payment: Payment, { amount }: OfferView): AmountChoice {
  const { model } = payment;
  const typed = checkTyped(TOOLS, model);
  if (amount.mode === 'fixed') return { kind: 'fixed', value: amount.value };
  const { min, max, step, suggested } = amount;
  if (!typed) return { kind: 'hosted', min, max };
  const { text, showProblem } = model;
  const issue = issueOf(typed);
  const refused = showProblem && issue !== null;
  return { kind: 'typed', text, value: payment.amountValue, issue, refused, min, max, step, suggested };
}

function issueOf({ value, problem, rules }: TypedAmount): AmountIssue | null {
  if (problem === null) return null;
  const bounds = { amount_below_min: rules.min, amount_above_max: rules.max, amount_off_step: rules.step };
  const bound = problem in bounds ? bounds[problem as keyof typeof bounds] : null;
  return {
    code: problem,
    bound: bound === null ? null : formatMoney(bound),
    nearest: value === null ? null : formatMoney(nearestAmount(value, rules)),
  };
}
