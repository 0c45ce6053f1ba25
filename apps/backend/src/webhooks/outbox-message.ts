import { type Environment, ENVIRONMENTS, LinkId, Money, SCOPES, Timestamp } from '@mytpe-pay/contract';
import { type Centimes, formatMoney } from '@mytpe-pay/contract/money';
import { z } from 'zod';

import type { LinkRow } from '../domain/link.ts';
import type { OutgoingEvent } from '../repository/outbox.ts';

/** Why a link closed. `paid`: its payer paid it. `gone`: MyTPE no longer knows it. The others are MyTPE's statuses. */
export const CLOSE_REASONS = ['paid', 'exhausted', 'expired', 'archived', 'gone'] as const;

const commonFields = {
  environment: z.enum(ENVIRONMENTS).describe('In `sandbox` no payment is real.'),
  link: LinkId,
  offer: z.string(),
  scope: z.enum(SCOPES).describe('`payer`: the link of one payer; `shared`: a link that many payers use.'),
  currency: z.string(),
  paid_count: z.int().describe('Payments of this link so far.'),
  total_collected: Money.describe('Total amount of these payments.'),
  reference: z
    .string()
    .nullable()
    .describe('The page’s `reference`. The visitor could have changed it: compare the amount.'),
  order: z.string().nullable().describe('`jti` of the signed offer; `null` for an offer of the catalog.'),
};

/** The body of a webhook that reports payments. */
export const LinkPaidEvent = z.object({
  type: z.literal('link.paid'),
  timestamp: Timestamp.describe('When the backend saw the payment.'),
  data: z.object({
    ...commonFields,
    amount: Money.describe(
      'Of a `payer` link: the amount paid. Of a `shared` link: the amount paid since the last event.',
    ),
    payments: z.int().describe('Number of payments that this event reports.'),
    receipt: z.string().nullable().describe('Of a `payer` link: the receipt, a JWT. The page shows the same.'),
  }),
});
export type LinkPaidEvent = z.infer<typeof LinkPaidEvent>;

/** The body of a webhook that reports the end of a link. */
export const LinkClosedEvent = z.object({
  type: z.literal('link.closed'),
  timestamp: Timestamp.describe('When the backend saw that the link closed.'),
  data: z.object({ ...commonFields, reason: z.enum(CLOSE_REASONS) }),
});
export type LinkClosedEvent = z.infer<typeof LinkClosedEvent>;

/**
 * Returns the body of a webhook. It depends on nothing that changes between attempts, so each sends the same bytes.
 * @param row the event's link, with its receipt if it is a paid payer link.
 */
export function outboxMessage(
  event: OutgoingEvent,
  row: LinkRow,
  environment: Environment,
): LinkPaidEvent | LinkClosedEvent {
  const timestamp = new Date(event.at).toISOString();
  const isPayerLink = row.scope === 'payer';
  const common = {
    environment,
    link: row.id,
    offer: row.offer,
    scope: row.scope,
    currency: row.terms.currency,
    paid_count: event.paidCount,
    total_collected: formatMoney(event.totalCollected),
    reference: row.reference,
    order: row.jti,
  };
  if (event.type === 'link.closed') {
    const reason = isPayerLink && event.paidCount > 0 ? 'paid' : closeReason(event.closedAs);
    return { type: 'link.closed', timestamp, data: { ...common, reason } };
  }
  const amount: Centimes = isPayerLink ? (row.terms.amount ?? event.totalCollected) : event.newAmount;
  const receipt = isPayerLink ? row.receipt : null;
  const data = { ...common, amount: formatMoney(amount), payments: event.newPayments, receipt };
  return { type: 'link.paid', timestamp, data };
}

/** Returns the reason for a status. The repository closes links with these statuses only. */
function closeReason(status: string | null): LinkClosedEvent['data']['reason'] {
  return CLOSE_REASONS.find((reason) => reason === status) ?? 'archived';
}
