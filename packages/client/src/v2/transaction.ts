import { z } from 'zod';

import { Id, Metadata, Timestamp, openEnum } from '../wire/fields.ts';
import { plainJson } from '../wire/json-text.ts';
import { Money } from '../wire/money.ts';

export const V2_TRANSACTION_STATUSES = ['pending', 'processing', 'completed', 'failed', 'refused'] as const;
export type V2TransactionStatus = (typeof V2_TRANSACTION_STATUSES)[number];

/** One attempt to pay. `name`, `email` and `phone_number` are the payer's: not for logs. */
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
  /** MyTPE's number, which `transactions.check` takes. */
  order_number: z.string().nullish(),
  /** The gateway's id. */
  order_id: z.string().nullish(),
  /** MyTPE's own keys, not those of the link: match by `transactionable_id`. */
  metadata: Metadata.nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type V2Transaction = z.output<typeof V2Transaction>;

/** A transaction after the gateway was asked again. `gateway_response` is free-form: show it, derive nothing from it. */
export const V2CheckedTransaction = z.object({
  transaction: V2Transaction,
  gateway_response: z.unknown().transform(plainJson),
});
export type V2CheckedTransaction = z.output<typeof V2CheckedTransaction>;
