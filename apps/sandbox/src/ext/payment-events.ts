import { formatCentimes } from '../model/money.ts';
import type { Link, Payment, Submission } from '../model/records.ts';
import { formatTimestamp } from '../model/timestamp.ts';
import type { World } from '../model/world.ts';
import { linkListView } from './views.ts';

/** Announces `transaction.paid`, and `payment_link.exhausted` after the last payment. Both carry the link’s metadata, as documented. */
export function announceExtPayment(world: World, link: Link, payment: Payment): void {
  const linkData = linkPayload(world, link);
  world.announce({
    api: 'ext',
    event: 'transaction.paid',
    data: { transaction: transactionPayload(payment), ...linkData },
  });
  if (link.status === 'exhausted') world.announce({ api: 'ext', event: 'payment_link.exhausted', data: linkData });
}

/** Announces `form.submitted`, with the submitted values and the form as the payer saw it. */
export function announceSubmission(world: World, submission: Submission): void {
  const { id, form_id, payment_id, answers, snapshot, created_at } = submission;
  const link = world.links.get(submission.link_id);
  if (link === undefined) return;
  const form_submission = {
    id,
    form_id,
    transaction_id: payment_id,
    answers,
    snapshot,
    created_at: formatTimestamp(created_at),
  };
  world.announce({ api: 'ext', event: 'form.submitted', data: { form_submission, ...linkPayload(world, link) } });
}

function linkPayload(world: World, link: Link): object {
  const instance = world.instances.get(link.payment_instance_id);
  return {
    payment_link: linkListView(link),
    payment_instance: instance === undefined ? null : { id: instance.id, title: instance.title },
    metadata: structuredClone(link.metadata),
  };
}

function transactionPayload(payment: Payment): object {
  return {
    id: payment.id,
    payment_link_id: payment.link_id,
    status: payment.status,
    amount: formatCentimes(payment.amount),
    currency: 'DZD',
    payment_method: 'online',
    created_at: formatTimestamp(payment.created_at),
    updated_at: formatTimestamp(payment.settled_at ?? payment.created_at),
  };
}
