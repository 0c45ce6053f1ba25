import type { V2Event } from '../model/events.ts';
import type { Payment } from '../model/records.ts';
import { formatTimestamp } from '../model/timestamp.ts';
import { remainingPayments } from '../model/v2-link-lifecycle.ts';
import type { V2Link } from '../model/v2-records.ts';
import type { World } from '../model/world.ts';
import { type TransactionStatus, gatewayMessage, transactionStatus } from './transactions.ts';

/** Announces a transaction in its present status, or in a status that it passed through. */
export function announceV2Transaction(world: World, payment: Payment, status?: TransactionStatus): void {
  const link = world.v2Links.get(payment.link_id);
  if (link === undefined) return;
  const shown = status ?? transactionStatus(payment);
  const transaction = transactionPayload(payment, link, shown);
  announce(world, `transaction.${shown}`, link, { transaction });
}

/** Announces that the link’s quota is reached, or its one payment made. */
export function announceV2LinkClosed(world: World, link: V2Link): void {
  announceV2Link(world, 'pay_link.closed', link);
}

/** Announces an event of the link itself. The reference shows no payload, so it has the link and instance like other events. */
export function announceV2Link(world: World, event: Extract<V2Event, `pay_link.${string}`>, link: V2Link): void {
  announce(world, event, link, {});
}

function announce(world: World, event: V2Event, link: V2Link, data: object): void {
  const instance = world.v2Instances.get(link.mytpe_pay_id);
  world.announce({
    api: 'v2',
    event,
    instanceId: link.mytpe_pay_id,
    data: {
      ...data,
      pay_link: linkPayload(link),
      instance: instance === undefined ? null : { id: instance.id, name: instance.name },
    },
  });
}

function transactionPayload(payment: Payment, link: V2Link, status: TransactionStatus): object {
  const { id, order, amount, customer, created_at, settled_at } = payment;
  return {
    id,
    order_number: order?.number,
    order_id: order?.id,
    status,
    amount: dinars(amount),
    payment_method: 'online',
    environment: 'development',
    approval_code: order?.approval_code ?? null,
    gateway_message: gatewayMessage(payment),
    motif: null,
    customer: { name: customer?.name ?? null, email: customer?.email ?? null, phone: customer?.phone ?? null },
    metadata: { ...link.metadata },
    created_at: formatTimestamp(created_at),
    updated_at: formatTimestamp(settled_at ?? created_at),
  };
}

function linkPayload(link: V2Link): object {
  return {
    id: link.id,
    title: link.title,
    details: link.details,
    slug: link.slug,
    type: link.type,
    amount: link.amount === null ? null : dinars(link.amount),
    status: link.status,
    payment_mode: link.payment_mode,
    max_payments: link.max_payments,
    successful_payments_count: link.successful_payments_count,
    remaining_payments: remainingPayments(link),
  };
}

/** An amount in dinars, as a JSON number. v2’s documentation uses numbers only in webhooks. */
function dinars(centimes: number): number {
  return centimes / 100;
}
