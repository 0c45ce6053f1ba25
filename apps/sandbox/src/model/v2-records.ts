import { z } from 'zod';

/** Closed lists of the v2 reference. */
export const V2_INSTANCE_STATUSES = ['pending', 'processing', 'active', 'inactive', 'refused'] as const;
export const V2_LINK_STATUSES = ['active', 'inactive', 'closed', 'expired'] as const;
/** v2’s own names: `dynamic` is a price that the merchant set, `static` an amount that the payer chooses. */
export const V2_LINK_TYPES = ['dynamic', 'static'] as const;
export const V2_PAYMENT_MODES = ['reusable', 'one_shot', 'limited'] as const;

export type V2InstanceStatus = (typeof V2_INSTANCE_STATUSES)[number];
export type V2LinkStatus = (typeof V2_LINK_STATUSES)[number];
export type V2LinkType = (typeof V2_LINK_TYPES)[number];
export type V2PaymentMode = (typeof V2_PAYMENT_MODES)[number];

const text = z.string();
const optionalText = text.nullable();
const minutes = z.int().positive().nullable();

/** A virtual TPE in v2, with its one webhook address. */
export const V2Instance = z.object({
  id: text,
  name: text,
  description: optionalText,
  /** The public URL, or `null`. */
  logo: optionalText,
  application_id: text,
  status: z.enum(V2_INSTANCE_STATUSES),
  registre_commerce_id: text,
  bank_account_id: text,
  brand_id: text,
  user_id: text,
  default_inactivity_timeout_minutes: minutes,
  webhook_url: optionalText,
  webhook_secret: optionalText,
  created_at: text,
  updated_at: text,
});
export type V2Instance = z.infer<typeof V2Instance>;

/** A v2 payment link. Money is in centimes, instants are in the format of `Date.toISOString()`. */
export const V2Link = z.object({
  id: text,
  mytpe_pay_id: text,
  title: text,
  details: optionalText,
  slug: text,
  type: z.enum(V2_LINK_TYPES),
  /** `null` for a `static` link. */
  amount: z.int().positive().nullable(),
  status: z.enum(V2_LINK_STATUSES),
  logo: optionalText,
  payment_mode: z.enum(V2_PAYMENT_MODES),
  max_payments: z.int().positive().nullable(),
  successful_payments_count: z.int().nonnegative(),
  collected_amount: z.int().nonnegative(),
  metadata: z.record(text, text),
  settings: z.object({ show_retry_button: z.boolean(), allow_anonymous: z.boolean() }),
  /** The sent fields among `udf1`…`udf5`. */
  udfs: z.record(text, z.object({ value: text })).nullable(),
  inactivity_timeout_minutes: minutes,
  /** The time of the last successful payment. `null` before the first. */
  last_activity_at: optionalText,
  created_at: text,
  updated_at: text,
});
export type V2Link = z.infer<typeof V2Link>;

const ImageType = z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** A logo that was uploaded with a v2 form. */
export const V2Logo = z.object({ id: text, type: ImageType, base64: text });
export type V2Logo = z.infer<typeof V2Logo>;
