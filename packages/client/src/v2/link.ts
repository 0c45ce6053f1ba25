import { z } from 'zod';

import { Count, Id, Metadata, type Open, Timestamp, openEnum } from '../wire/fields.ts';
import { Money } from '../wire/money.ts';

/** The way to set the amount: by the merchant in advance (`FIXED`), or by the payer (`OPEN`). */
export const PRICINGS = ['FIXED', 'OPEN'] as const;
/** A value of {@link PRICINGS}. */
export type Pricing = (typeof PRICINGS)[number];

/** v2's values of `type`. They are misleading: a `dynamic` price never changes. Only this file uses them. */
const WIRE_TYPES: Readonly<Record<Pricing, string>> = { FIXED: 'dynamic', OPEN: 'static' };

/** Returns v2's value of `type`. */
export function wireType(pricing: Pricing): string {
  return WIRE_TYPES[pricing];
}

/** Parses v2's `type`. Keeps unknown values unchanged. */
export const WireType = z.string().transform((type): Open<Pricing> => {
  return PRICINGS.find((pricing) => WIRE_TYPES[pricing] === type) ?? type;
});

/**
 * The statuses of a link. `inactive`: paused by the merchant. `closed`: paid, or its quota is reached; a higher quota
 * may reopen it. `expired`: not paid in time; permanent.
 */
export const V2_LINK_STATUSES = ['active', 'inactive', 'closed', 'expired'] as const;
/** A value of {@link V2_LINK_STATUSES}. */
export type V2LinkStatus = (typeof V2_LINK_STATUSES)[number];

/**
 * The status that MyTPE computes from the link's status and payments. An open `limited` link may be `active` or
 * `awaiting_payment`.
 */
export const V2_PAYMENT_STATUSES = ['active', 'awaiting_payment', 'paid', 'expired', 'inactive'] as const;
/** A value of {@link V2_PAYMENT_STATUSES}. */
export type V2PaymentStatus = (typeof V2_PAYMENT_STATUSES)[number];

/** The payment modes of a v2 link: how often it can be paid. */
export const V2_PAYMENT_MODES = ['reusable', 'one_shot', 'limited'] as const;
/** A value of {@link V2_PAYMENT_MODES}. */
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
  /** The URL where the customer pays. Show it unchanged. Lists omit it. */
  payment_link: z.string().nullish(),
  udfs: Metadata.nullish(),
  inactivity_timeout_minutes: Count.nullish(),
  /** The effective timeout: the link's own, or that of its instance. `null` means that the link never expires. */
  effective_inactivity_timeout_minutes: Count.nullish(),
  inactivity_timeout_source: openEnum<'link' | 'instance'>().nullish(),
  last_activity_at: Timestamp.nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});

/**
 * A payment link of v2. Amounts are in centimes, dates are `Date` objects. `pricing` replaces v2's misleading `type`.
 * An `OPEN` link has no `amount`. An absent field was not in the response. `null` means empty.
 */
export const V2Link = Fields.transform(({ type, ...link }) => ({
  ...link,
  ...chosenAmount(type, link),
  pricing: type,
}));
export type V2Link = z.output<typeof V2Link>;

/** A link in a list. Lists omit fields, and MyTPE does not document which. `get` returns all fields. */
export const V2LinkSummary = Fields.partial()
  .required({ id: true, status: true })
  .transform(({ type, ...link }) =>
    type === undefined ? link : { ...link, ...chosenAmount(type, link), pricing: type },
  );
export type V2LinkSummary = z.output<typeof V2LinkSummary>;

/** Normalizes the amount of an `OPEN` link, for which v2 may return nothing, `null` or `"0.00"`. */
function chosenAmount(type: string, { amount }: { amount?: number | null | undefined }): { amount?: null } {
  return type === 'OPEN' && amount === 0 ? { amount: null } : {};
}
