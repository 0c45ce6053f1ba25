import { randomInt, randomUUID } from 'node:crypto';

import { announceExtPayment, announceSubmission } from '../ext/payment-events.ts';
import { countPayment } from '../model/link-lifecycle.ts';
import type { Form, Payment, Submission } from '../model/records.ts';
import { countV2Payment } from '../model/v2-link-lifecycle.ts';
import { timeOf, type World } from '../model/world.ts';
import { announceV2LinkClosed, announceV2Transaction } from '../v2/events.ts';

/** Stores the values of a submitted form with a copy of the form, and announces them. */
export function keepSubmission(world: World, form: Form, payment: Payment, answers: Submission['answers']): void {
  const submission: Submission = {
    id: randomUUID(),
    form_id: form.id,
    link_id: payment.link_id,
    payment_id: payment.id,
    answers,
    snapshot: structuredClone(form),
    created_at: payment.created_at,
  };
  world.submissions.push(submission);
  world.revision += 1;
  announceSubmission(world, submission);
}

/** Announces the start of a payment. Only v2 has these events: every transaction is pending, then processing. */
export function beginPayment(world: World, payment: Payment): void {
  if (payment.api === 'ext') return;
  announceV2Transaction(world, payment, 'pending');
  announceV2Transaction(world, payment, 'processing');
}

/** Ends a payment. Counts it on the link if it was paid, and announces the result. */
export function settlePayment(
  world: World,
  payment: Payment,
  status: Exclude<Payment['status'], 'processing'>,
  reason: Payment['reason'],
): void {
  payment.status = status;
  payment.reason = reason;
  payment.settled_at = timeOf(world);
  world.paymentIndex.processing.delete(payment);
  world.revision += 1;
  if (payment.api === 'ext') settleExt(world, payment);
  else settleV2(world, payment);
}

function settleExt(world: World, payment: Payment): void {
  const link = world.links.get(payment.link_id);
  if (link === undefined || payment.status !== 'paid') return;
  countPayment(link, payment.amount, payment.settled_at!);
  announceExtPayment(world, link, payment);
}

function settleV2(world: World, payment: Payment): void {
  const link = world.v2Links.get(payment.link_id);
  if (link === undefined) return;
  const isPaid = payment.status === 'paid';
  if (isPaid) payment.order!.approval_code = String(randomInt(100_000, 1_000_000));
  const isClosed = isPaid && countV2Payment(link, payment.amount, payment.settled_at!);
  announceV2Transaction(world, payment);
  if (isClosed) announceV2LinkClosed(world, link);
}
