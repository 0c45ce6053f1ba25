import { z } from 'zod';

import { Count, Id, Metadata, Timestamp, openEnum } from '../wire/fields.ts';
import { Money } from '../wire/money.ts';
import { Payer } from './allowed-payers.ts';

/** The statuses of a link. Only an `active` link can be paid. */
export const LINK_STATUSES = ['draft', 'active', 'paused', 'exhausted', 'expired', 'archived'] as const;
/** A value of {@link LINK_STATUSES}. */
export type LinkStatus = (typeof LINK_STATUSES)[number];

/** The ways to set the amount of a link: by the merchant (`fixed`), or by the payer (`open`). */
export const AMOUNT_MODES = ['fixed', 'open'] as const;
/** A value of {@link AMOUNT_MODES}. */
export type AmountMode = (typeof AMOUNT_MODES)[number];

/** The usage modes of a link: how often, when and by which payers it can be paid. */
export const USAGE_MODES = ['one_shot', 'limited', 'reusable', 'capped_amount', 'time_window', 'whitelist'] as const;
/** A value of {@link USAGE_MODES}. */
export type UsageMode = (typeof USAGE_MODES)[number];

/**
 * A payment link. Amounts are in centimes, dates are `Date` objects. An absent field was not in the response (`create`
 * returns only some fields). `null` means empty.
 */
export const Link = z.object({
  id: Id,
  slug: z.string(),
  /** The URL where the customer pays, if MyTPE returns one. Show it unchanged, and prefer it to the slug. */
  payment_link: z.string().nullish(),
  url: z.string().nullish(),
  payment_instance_id: z.string().nullish(),
  form_id: z.string().nullish(),
  title: z.string(),
  description: z.string().nullish(),
  logo: z.string().nullish(),
  amount_mode: openEnum<AmountMode>(),
  usage_mode: openEnum<UsageMode>(),
  status: openEnum<LinkStatus>(),
  amount: Money.nullish(),
  min_amount: Money.nullish(),
  max_amount: Money.nullish(),
  /** `null` means DZD. */
  currency: z.string().nullish(),
  max_uses: Count.nullish(),
  target_amount: Money.nullish(),
  starts_at: Timestamp.nullish(),
  ends_at: Timestamp.nullish(),
  expires_at: Timestamp.nullish(),
  paid_count: Count,
  total_collected: Money,
  allowed_payers: z.array(Payer).nullish(),
  metadata: Metadata.nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Link = z.output<typeof Link>;
