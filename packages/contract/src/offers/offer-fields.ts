import { z } from 'zod';

import { LANGUAGES } from '../languages.ts';
import { parseMoney } from '../money/centimes.ts';
import { ENTRIES, USAGE_MODES } from '../views.ts';

/** An amount of dinars as a string, so that no amount is ever a float. The output is centimes. */
const Amount = z
  .string('must be an amount of dinars, like 4500 or 4500.50')
  .regex(/^\d{1,12}(?:\.\d{1,2})?$/, 'must be an amount of dinars with at most two decimals, like 4500 or 4500.50')
  .transform((text) => {
    const [whole, fraction = ''] = text.split('.');
    return parseMoney(`${whole!.replace(/^0+(?=\d)/, '')}.${fraction.padEnd(2, '0')}`)!;
  })
  .refine((centimes) => centimes > 0, 'must be more than 0');

const Count = z
  .string('must be a whole number')
  .regex(/^[1-9]\d{0,8}$/, 'must be a whole number of at least 1')
  .transform(Number);

const Instant = z.iso
  .datetime({
    offset: true,
    error: 'must be an ISO 8601 date and time with a time zone, like 2026-06-12T00:00:00+01:00',
  })
  .transform((text) => new Date(text));

const text = (max: number) =>
  z.string('must be text').trim().min(1, 'must not be empty').max(max, `must be at most ${max} characters`);

const localized = (max: number) =>
  z.union(
    [
      text(max),
      z
        .partialRecord(z.enum(LANGUAGES), text(max))
        .refine((texts) => Object.keys(texts).length > 0, 'must have at least one language'),
    ],
    {
      error: 'must be text, or texts by language: { fr: "…", ar: "…", en: "…" }',
    },
  );

/** An allowed origin: `https://shop.dz`, `https://*.shop.dz` or `*`. */
export const OriginPattern = z
  .string()
  .regex(
    /^(?:\*|https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?)$/,
    'must be an origin like https://shop.dz or https://*.shop.dz, without a path',
  );

/**
 * An e-mail address or an international phone number. MyTPE does not document the format of a payer (assumption R17).
 */
const Payer = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?:[^\s@]+@[^\s@]+\.[^\s@]+|\+\d{8,15})$/, 'must be an e-mail address or a phone number like +213555123456');

const RESERVED_METADATA = ['our_ref', 'offer', 'reference'];
const Metadata = z
  .record(z.string().min(1).max(40), z.string('must be text (quote it)').max(255))
  .refine((entries) => Object.keys(entries).length <= 7, 'may hold at most 7 keys')
  // MyTPE's API v2 accepts metadata as form fields named `metadata[key]`.
  .refine(
    (entries) => !Object.keys(entries).some((key) => /[[\]"\p{Control}]/u.test(key)),
    'must not contain brackets, quotes or line breaks in its keys',
  )
  .refine(
    (entries) => !RESERVED_METADATA.some((key) => Object.hasOwn(entries, key)),
    `may not hold ${RESERVED_METADATA.join(', ')}: the backend writes these`,
  );

const Shared = {
  currency: z.literal('DZD', 'must be DZD').optional(),
  payment_instance_id: text(255).optional(),
  allowed_origins: z.array(OriginPattern).min(1).max(100).optional(),
  show_remaining: z.boolean('must be true or false').optional(),
  max_payer_links_per_day: Count.optional(),
};

/** The fields that `offers.yaml` can set once for all offers. */
export const OfferDefaults = z.strictObject(Shared);

/**
 * An offer as the merchant writes it, in the catalog or in a signed offer. Most field names are those of a MyTPE link.
 * Every number is a string (`"4500.00"`). {@link breachedRules} checks the fields against each other.
 */
export const OfferEntry = z.strictObject({
  ...Shared,
  title: localized(191),
  description: localized(2000).optional(),
  form_id: text(255).optional(),
  amount_mode: z.enum(['fixed', 'open'], 'must be fixed or open'),
  amount: Amount.optional(),
  min_amount: Amount.optional(),
  max_amount: Amount.optional(),
  amount_step: Amount.optional(),
  default_amount: Amount.optional(),
  suggested_amounts: z.array(Amount).min(1).max(8).optional(),
  entry: z.enum(ENTRIES, 'must be button or hosted').optional(),
  usage_mode: z.enum(USAGE_MODES, `must be one of ${USAGE_MODES.join(', ')}`),
  max_uses: Count.optional(),
  target_amount: Amount.optional(),
  starts_at: Instant.optional(),
  ends_at: Instant.optional(),
  allowed_payers: z.array(Payer).min(1).max(1000).optional(),
  metadata: Metadata.optional(),
});
export type OfferEntry = z.output<typeof OfferEntry>;
