import { type Environment, ENVIRONMENTS, LinkId, Money, SCOPES, Timestamp } from '@mytpe-pay/contract';
import { type Centimes, formatMoney } from '@mytpe-pay/contract/money';
import { z } from 'zod';

import type { LinkRow } from '../domain/link.ts';
import type { OutgoingEvent } from '../repository/outbox.ts';

/** Why a link closed: it was paid, as its payer was to; or MyTPE's word; `gone`: MyTPE no longer knows it. */
export const CLOSE_REASONS = ['paid', 'exhausted', 'expired', 'archived', 'gone'] as const;

const facts = {
  environment: z.enum(ENVIRONMENTS).describe('Nothing was really paid in `sandbox`.'),
  link: LinkId,
  offer: z.string(),
  scope: z.enum(SCOPES).describe('`payer`: one payer’s own link; `shared`: many pay with it.'),
  currency: z.string(),
  paid_count: z.int().describe('Payments of this link by then.'),
  total_collected: Money.describe('What this link had brought by then.'),
  reference: z
    .string()
    .nullable()
    .describe('The page’s `reference`. The visitor could have changed it: compare the amount.'),
  order: z.string().nullable().describe('`jti` of the offer you signed; `null` for an offer of the catalog.'),
};

export const LinkPaidEvent = z.object({
  type: z.literal('link.paid'),
  timestamp: Timestamp.describe('When the payment was seen.'),
  data: z.object({
    ...facts,
    amount: Money.describe('Of a payer’s link, what was paid; of a shared one, what was paid since the last event.'),
    payments: z.int().describe('How many payments this event tells of.'),
    receipt: z.string().nullable().describe('Of a payer’s link: the receipt, a JWT; the page shows the same.'),
  }),
});
export type LinkPaidEvent = z.infer<typeof LinkPaidEvent>;

export const LinkClosedEvent = z.object({
  type: z.literal('link.closed'),
  timestamp: Timestamp.describe('When the end was seen.'),
  data: z.object({ ...facts, reason: z.enum(CLOSE_REASONS) }),
});
export type LinkClosedEvent = z.infer<typeof LinkClosedEvent>;

/**
 * What the merchant's server is told. Depends on nothing that changes between two tries: they send the same bytes.
 * @param row the event's link, with its receipt where that is due.
 */
export function outboxMessage(
  event: OutgoingEvent,
  row: LinkRow,
  environment: Environment,
): LinkPaidEvent | LinkClosedEvent {
  const timestamp = new Date(event.at).toISOString();
  const isPayers = row.scope === 'payer';
  const known = {
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
    const reason = isPayers && event.paidCount > 0 ? 'paid' : closeReason(event.closedAs);
    return { type: 'link.closed', timestamp, data: { ...known, reason } };
  }
  const amount: Centimes = isPayers ? (row.terms.amount ?? event.totalCollected) : event.newAmount;
  const receipt = isPayers ? row.receipt : null;
  const data = { ...known, amount: formatMoney(amount), payments: event.newPayments, receipt };
  return { type: 'link.paid', timestamp, data };
}

/** The store closes links on these words alone. */
function closeReason(status: string | null): LinkClosedEvent['data']['reason'] {
  return CLOSE_REASONS.find((word) => word === status) ?? 'archived';
}
