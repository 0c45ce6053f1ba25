import { type Centimes, parseCentimes } from '../wire/money.ts';
import { type JsonObject, isObject, plainObject, textAt, valueAt } from './payload.ts';

/**
 * A payment in a delivery. Use it for display only, and read the truth from the API. Fields that are missing or
 * unreadable are `undefined`.
 */
export interface WebhookTransaction {
  readonly id: string | undefined;
  readonly status: string | undefined;
  /** In centimes. */
  readonly amount: Centimes | undefined;
  readonly orderNumber: string | undefined;
  readonly paymentMethod: string | undefined;
  readonly customer: {
    readonly name: string | undefined;
    readonly email: string | undefined;
    readonly phone: string | undefined;
  };
}

/** Reads a transaction from `data.transaction`, or from `data` itself. MyTPE's samples contain both. */
export function readTransaction(data: JsonObject, event: string | undefined): WebhookTransaction | undefined {
  const nested = valueAt(data, 'transaction');
  const isAboutOne = isObject(nested) || (event?.startsWith('transaction.') ?? false);
  if (!isAboutOne) return undefined;
  const text = (name: string) => textAt(data, `transaction.${name}`, name);
  return {
    id: textAt(data, 'transaction.id', 'transaction_id', 'id'),
    status: text('status'),
    amount: parseCentimes(valueAt(data, 'transaction.amount')) ?? parseCentimes(valueAt(data, 'amount')),
    orderNumber: text('order_number'),
    paymentMethod: text('payment_method'),
    customer: {
      name: text('customer.name'),
      email: text('customer.email'),
      phone: text('customer.phone') ?? text('customer.phone_number'),
    },
  };
}

/** The paths of a link's metadata in a payload. If several contain the same key, the first one counts. */
const METADATA_PATHS = ['metadata', 'payment_link.metadata', 'pay_link.metadata', 'transaction.metadata'] as const;

export function readMetadata(data: JsonObject): JsonObject {
  const found = METADATA_PATHS.map((path) => plainObject(valueAt(data, path)));
  return Object.fromEntries(found.toReversed().flatMap((metadata) => Object.entries(metadata)));
}
