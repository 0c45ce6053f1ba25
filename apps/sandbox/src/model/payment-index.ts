import type { Payment } from './records.ts';

/** Indexes for finding payments without a search, because there may be many. */
export interface PaymentIndex {
  readonly byId: Map<string, Payment>;
  readonly byLink: Map<string, Payment[]>;
  /** By link and attempt (the form that the payer submitted). */
  readonly byAttempt: Map<string, Payment>;
  /** By v2’s order number. */
  readonly byOrder: Map<string, Payment>;
  /** Payments whose bank has not responded. */
  readonly processing: Set<Payment>;
}

export function indexPayments(payments: readonly Payment[]): PaymentIndex {
  const index: PaymentIndex = {
    byId: new Map(),
    byLink: new Map(),
    byAttempt: new Map(),
    byOrder: new Map(),
    processing: new Set(),
  };
  for (const payment of payments) addToIndex(index, payment);
  return index;
}

export function addToIndex(index: PaymentIndex, payment: Payment): void {
  const ofLink = index.byLink.get(payment.link_id);
  if (ofLink === undefined) index.byLink.set(payment.link_id, [payment]);
  else ofLink.push(payment);
  index.byId.set(payment.id, payment);
  index.byAttempt.set(attemptKey(payment.link_id, payment.attempt), payment);
  if (payment.order !== null) index.byOrder.set(payment.order.number, payment);
  if (payment.status === 'processing') index.processing.add(payment);
}

export function attemptKey(linkId: string, attempt: string): string {
  return `${linkId} ${attempt}`;
}
