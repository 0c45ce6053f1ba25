import { z } from 'zod';

import { Count, Id, Metadata, Timestamp, openEnum } from '../wire/fields.ts';
import { Money } from '../wire/money.ts';
import { WireType } from './pricing.ts';

/**
 * `inactive`: paused by the merchant. `closed`: paid, or its quota is reached; a higher quota may reopen it. `expired`:
 * nobody paid in time, for good.
 */
export const V2_LINK_STATUSES = ['active', 'inactive', 'closed', 'expired'] as const;
export type V2LinkStatus = (typeof V2_LINK_STATUSES)[number];

/** What MyTPE computes from status and payments; a `limited` link may say `active` or `awaiting_payment` while open. */
export const V2_PAYMENT_STATUSES = ['active', 'awaiting_payment', 'paid', 'expired', 'inactive'] as const;
export type V2PaymentStatus = (typeof V2_PAYMENT_STATUSES)[number];

export const V2_PAYMENT_MODES = ['reusable', 'one_shot', 'limited'] as const;
export type V2PaymentMode = (typeof V2_PAYMENT_MODES)[number];

const Fields = z.object({
  id: Id,
  mytpe_pay_id: z.string().nullish(),
  title: z.string(),
  details: z.string().nullish(),
  slug: z.string(),
  type: WireType,
  amount: Money.nullish(),
  status: openEnum<V2LinkStatus>(),
  payment_status: openEnum<V2PaymentStatus>().nullish(),
  logo: z.string().nullish(),
  payment_mode: openEnum<V2PaymentMode>().nullish(),
  max_payments: Count.nullish(),
  remaining_payments: Count.nullish(),
  successful_payments_count: Count,
  collected_amount: Money.nullish(),
  metadata: Metadata.nullish(),
  /** Where a customer pays: shown as it is. Lists leave it out. */
  payment_link: z.string().nullish(),
  udfs: Metadata.nullish(),
  inactivity_timeout_minutes: Count.nullish(),
  /** The minutes that count: the link's own, else its instance's; `null` is never. */
  effective_inactivity_timeout_minutes: Count.nullish(),
  inactivity_timeout_source: openEnum<'link' | 'instance'>().nullish(),
  last_activity_at: Timestamp.nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});

/**
 * A payment link of v2. Money in centimes, moments as `Date`. `pricing` is v2's `type` in words that mean what they say;
 * an `OPEN` link has no `amount`. An absent field was not included in the answer; `null` means empty.
 */
export const V2Link = Fields.transform(({ type, ...link }) => ({
  ...link,
  ...chosenAmount(type, link),
  pricing: type,
}));
export type V2Link = z.output<typeof V2Link>;

/** A link as lists show it: with fewer fields, of which MyTPE does not say. `get` has them all. */
export const V2LinkSummary = Fields.partial()
  .required({ id: true, status: true })
  .transform(({ type, ...link }) =>
    type === undefined ? link : { ...link, ...chosenAmount(type, link), pricing: type },
  );
export type V2LinkSummary = z.output<typeof V2LinkSummary>;

/** What v2 may show for an amount that the payer chooses: nothing, `null` or `"0.00"`. */
function chosenAmount(type: string, { amount }: { amount?: number | null | undefined }): { amount?: null } {
  return type === 'OPEN' && amount === 0 ? { amount: null } : {};
}
