import { formatCentimes } from '../model/money.ts';
import type { Payment } from '../model/records.ts';
import { formatTimestamp } from '../model/timestamp.ts';
import type { V2Link } from '../model/v2-records.ts';

export const TRANSACTION_STATUSES = ['pending', 'processing', 'completed', 'failed', 'refused'] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

/** v2’s name for a payment’s status. */
export function transactionStatus({ status }: Payment): TransactionStatus {
  return status === 'paid' ? 'completed' : status;
}

/** The gateway’s message. The reference shows `null` for a successful payment, and no other text. */
export function gatewayMessage({ reason }: Payment): string | null {
  if (reason === null) return null;
  const messages = {
    refused: 'Transaction refused by the issuing bank.',
    insufficient_funds: 'Insufficient funds.',
    timeout: 'No response from the bank within 10 minutes.',
  };
  return messages[reason];
}

/** A transaction as a list item. Its metadata is MyTPE’s, not the merchant’s. */
export function transactionView(payment: Payment, link: V2Link): object {
  const { id, order, customer, created_at, settled_at } = payment;
  return {
    id,
    transactionable_id: link.id,
    transactionable_type: 'App\\Models\\MytpePayLink',
    amount: formatCentimes(payment.amount),
    status: transactionStatus(payment),
    payment_method: 'online',
    environment: 'development',
    name: customer?.name ?? null,
    email: customer?.email ?? null,
    phone_number: customer?.phone ?? null,
    gateway_message: gatewayMessage(payment),
    approval_code: order?.approval_code ?? null,
    order_number: order?.number ?? null,
    order_id: order?.id ?? null,
    metadata: { original_slug: link.slug, payment_link_id: link.id, payment_mode: link.payment_mode },
    created_at: formatTimestamp(created_at),
    updated_at: formatTimestamp(settled_at ?? created_at),
  };
}

/** The response of `transaction/check`: the documented part. */
export function checkedTransactionView(payment: Payment): object {
  const { id, order, created_at, settled_at } = payment;
  return {
    id,
    order_number: order?.number ?? null,
    status: transactionStatus(payment),
    amount: formatCentimes(payment.amount),
    approval_code: order?.approval_code ?? null,
    gateway_message: gatewayMessage(payment),
    environment: 'development',
    created_at: formatTimestamp(created_at),
    updated_at: formatTimestamp(settled_at ?? created_at),
  };
}
