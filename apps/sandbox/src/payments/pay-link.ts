import { randomInt, randomUUID } from 'node:crypto';

import type { Centimes } from '../model/money.ts';
import type { NotPayableReason } from '../model/payability.ts';
import { isAllowedPayer, normalisePayer } from '../model/payer.ts';
import { attemptKey } from '../model/payment-index.ts';
import type { Customer, Payment, Submission } from '../model/records.ts';
import { type CardOutcome, settlement } from '../model/test-cards.ts';
import { addPayment, timeOf, type World } from '../model/world.ts';
import type { Checkout } from './checkout.ts';
import { settlePayment, beginPayment, keepSubmission } from './settle-payment.ts';

/** A payer’s submission. `amount` matters for an open link only, `payer` for a whitelist only. */
export interface Tender {
  /** Centimes. `null` if the payer chose no amount. */
  readonly amount: Centimes | null;
  /** The payer as typed: an e-mail address or a phone. */
  readonly payer: string | null;
  readonly card: CardOutcome;
  /** The id of the submitted form. A second submission of the same form returns the first one’s payment. */
  readonly attempt: string | null;
  /** The payer’s details, if the page asked for them and the payer gave them. */
  readonly customer?: Customer | null;
  /** The validated values of the link’s form. */
  readonly answers?: Submission['answers'] | null;
}

export type TenderProblem =
  | 'amount_required'
  | 'amount_below_min'
  | 'amount_above_max'
  | 'amount_fixed'
  | 'payer_required'
  | 'payer_not_allowed';

/** The result. Only `settled` changes the world. A refused card and a card without a response are `settled` too. */
export type PayOutcome =
  | { readonly kind: 'settled'; readonly payment: Payment }
  | { readonly kind: 'not_payable'; readonly reason: NotPayableReason }
  | { readonly kind: 'invalid'; readonly problem: TenderProblem };

/** Pays a link of either API, as the hosted page and its bank would. Runs synchronously, so that calls cannot interleave. */
export function payLink(world: World, checkout: Checkout, tender: Tender): PayOutcome {
  const earlier = earlierPayment(world, checkout, tender.attempt);
  if (earlier !== undefined) return { kind: 'settled', payment: earlier };
  if (checkout.notPayable !== null) return { kind: 'not_payable', reason: checkout.notPayable };
  const [problem] = tenderProblems(checkout, tender);
  if (problem !== undefined) return { kind: 'invalid', problem };
  return { kind: 'settled', payment: charge(world, checkout, tender) };
}

/** The payment that this form already made, if any. */
export function earlierPayment(world: World, { id }: Checkout, attempt: string | null): Payment | undefined {
  return attempt === null ? undefined : world.paymentIndex.byAttempt.get(attemptKey(id, attempt));
}

/** All problems of a submission: at most one with the amount and one with the payer. */
export function tenderProblems(checkout: Checkout, tender: Pick<Tender, 'amount' | 'payer'>): TenderProblem[] {
  const problems = [amountProblem(checkout, tender.amount), payerProblem(checkout, tender.payer)];
  return problems.filter((problem) => problem !== null);
}

function charge(world: World, checkout: Checkout, tender: Tender): Payment {
  const now = timeOf(world);
  const { status, reason } = settlement(tender.card);
  const payment: Payment = {
    id: randomUUID(),
    api: checkout.api,
    link_id: checkout.id,
    attempt: tender.attempt ?? randomUUID(),
    amount: checkout.amount ?? tender.amount!,
    payer: checkout.allowedPayers === null ? null : normalisePayer(tender.payer!),
    customer: tender.customer ?? null,
    order: checkout.api === 'v2' ? createOrder(world, now) : null,
    status: 'processing',
    reason: null,
    created_at: now,
    settled_at: null,
  };
  addPayment(world, payment);
  if (checkout.form !== null && tender.answers) keepSubmission(world, checkout.form, payment, tender.answers);
  beginPayment(world, payment);
  if (status !== 'processing') settlePayment(world, payment, status, reason);
  return payment;
}

/** Creates v2’s order number in the format of its sample: the day and eight digits. */
function createOrder(world: World, now: string): NonNullable<Payment['order']> {
  const day = now.slice(0, 10).replaceAll('-', '');
  const number = `${day}${eightDigits()}`;
  if (world.paymentIndex.byOrder.has(number)) return createOrder(world, now);
  return { number, id: eightDigits(), approval_code: null };
}

function eightDigits(): string {
  return String(randomInt(10_000_000, 100_000_000));
}

function amountProblem({ amount: price, min, max }: Checkout, amount: Centimes | null): TenderProblem | null {
  if (price !== null) return amount === null || amount === price ? null : 'amount_fixed';
  if (amount === null) return 'amount_required';
  if (amount < Math.max(1, min ?? 1)) return 'amount_below_min';
  return max !== null && amount > max ? 'amount_above_max' : null;
}

function payerProblem({ allowedPayers }: Checkout, payer: string | null): TenderProblem | null {
  if (allowedPayers === null) return null;
  if (payer === null || payer.trim() === '') return 'payer_required';
  return isAllowedPayer(allowedPayers, payer) ? null : 'payer_not_allowed';
}
