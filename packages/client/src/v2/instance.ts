import { z } from 'zod';

import { Count, Id, Timestamp, openEnum } from '../wire/fields.ts';
import { Money } from '../wire/money.ts';

/** The statuses of an instance. Only an `active` instance creates links and takes payments. */
export const V2_INSTANCE_STATUSES = ['pending', 'processing', 'active', 'inactive', 'refused'] as const;
/** A value of {@link V2_INSTANCE_STATUSES}. */
export type V2InstanceStatus = (typeof V2_INSTANCE_STATUSES)[number];

/** An instance (virtual terminal) of v2. An absent field was not in the response. `null` means empty. */
export const V2Instance = z.object({
  id: Id,
  name: z.string().nullish(),
  description: z.string().nullish(),
  logo: z.string().nullish(),
  application_id: z.string().nullish(),
  status: openEnum<V2InstanceStatus>(),
  registre_commerce_id: z.string().nullish(),
  bank_account_id: z.string().nullish(),
  brand_id: z.string().nullish(),
  user_id: z.string().nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type V2Instance = z.output<typeof V2Instance>;

/** The response to an update. No other endpoint returns a single instance. */
export const V2ChangedInstance = z.object({
  id: Id,
  name: z.string().nullish(),
  description: z.string().nullish(),
  status: openEnum<V2InstanceStatus>().nullish(),
  logo_url: z.string().nullish(),
});
export type V2ChangedInstance = z.output<typeof V2ChangedInstance>;

/** Totals over all instances. MyTPE does not document which transactions they count. */
export const V2Stats = z.object({
  transaction_count: Count,
  /** In centimes. */
  total_amount: Money,
  mytpe_pay_count: Count,
});
export type V2Stats = z.output<typeof V2Stats>;
