import { z } from 'zod';

import { Id, Metadata, Timestamp, openEnum } from '../wire/fields.ts';
import { plainJson } from '../wire/json-text.ts';
import { Money } from '../wire/money.ts';

/** The statuses of a v2 payment attempt. `completed` means paid. */
export const V2_TRANSACTION_STATUSES = ['pending', 'processing', 'completed', 'failed', 'refused'] as const;
/** A value of {@link V2_TRANSACTION_STATUSES}. */
export type V2TransactionStatus = (typeof V2_TRANSACTION_STATUSES)[number];

/** An attempt to pay. `name`, `email` and `phone_number` are the payer's. Do not log them. */
export const V2Transaction = z.object({
  id: Id,
  /** The link's id. */
  transactionable_id: z.string().nullish(),
  transactionable_type: z.string().nullish(),
  /** In centimes. */
  amount: Money,
  status: openEnum<V2TransactionStatus>(),
  payment_method: z.string().nullish(),
  environment: openEnum<'development' | 'production'>().nullish(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  phone_number: z.string().nullish(),
  gateway_message: z.string().nullish(),
  approval_code: z.string().nullish(),
  /** MyTPE's order number, for `transactions.check`. */
  order_number: z.string().nullish(),
  /** The gateway's order id. */
  order_id: z.string().nullish(),
  /** MyTPE's own metadata, not that of the link. Use `transactionable_id` to find the link. */
  metadata: Metadata.nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type V2Transaction = z.output<typeof V2Transaction>;

/** A transaction after MyTPE checked it with the gateway. `gateway_response` has no fixed format. Display it only. */
export const V2CheckedTransaction = z.object({
  transaction: V2Transaction,
  gateway_response: z.unknown().transform(plainJson),
});
export type V2CheckedTransaction = z.output<typeof V2CheckedTransaction>;
