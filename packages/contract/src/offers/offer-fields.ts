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
const MAX_METADATA_KEYS = 7;
const Metadata = z
  .record(z.string().min(1).max(40), z.string('must be text (quote it)').max(255))
  .refine((entries) => Object.keys(entries).length <= MAX_METADATA_KEYS, `may hold at most ${MAX_METADATA_KEYS} keys`)
  // MyTPE's API v2 accepts metadata as form fields named `metadata[key]`.
  .refine(
    (entries) => !Object.keys(entries).some((key) => /[[\]"\p{Control}]/u.test(key)),
    'must not contain brackets, quotes or line breaks in its keys',
  )
  .refine(
    (entries) => !RESERVED_METADATA.some((key) => Object.hasOwn(entries, key)),
    `may not hold ${RESERVED_METADATA.join(', ')}: the backend writes these`,
  )
  // JSON Schema can express this refinement.
  .meta({ maxProperties: MAX_METADATA_KEYS });

const Shared = {
  currency: z.literal('DZD', 'must be DZD').optional().describe('Currency of the amounts. Only `DZD` is possible.'),
  payment_instance_id: text(255)
    .optional()
    .describe('MyTPE payment instance that receives the money. Needed only if your account has several.'),
  allowed_origins: z
    .array(OriginPattern)
    .min(1)
    .max(100)
    .optional()
    .describe(
      'Websites that may show the offer: each address with its scheme, without a path. `*.` before the domain includes every subdomain. Default: all websites of the setting `ALLOWED_ORIGINS`.',
    ),
  show_remaining: z
    .boolean('must be true or false')
    .optional()
    .describe(
      '`true` shows visitors how many payments an offer with `usage_mode: limited` still accepts. Default: `false`.',
    ),
  max_payer_links_per_day: Count.optional().describe(
    'Highest number of links for single payers, paid or still open, that the offer may get in 24 hours. Default: no limit.',
  ),
};

/** The fields that `offers.yaml` can set once for all offers. */
export const OfferDefaults = z.strictObject(Shared);

/**
 * An offer as the merchant writes it, in the catalog or in a signed offer. Most field names are those of a MyTPE link.
 * Every number is a string (`"4500.00"`). {@link breachedRules} checks the fields against each other.
 */
export const OfferEntry = z.strictObject({
  ...Shared,
  title: localized(191).describe('Name of what is paid for: one text, or one text for each language.'),
  description: localized(2000).optional().describe('Text below the title: one text, or one text for each language.'),
  form_id: text(255)
    .optional()
    .describe('Published MyTPE form that the payer fills in before the payment. Default: no form.'),
  amount_mode: z
    .enum(['fixed', 'open'], 'must be fixed or open')
    .describe('`fixed`: you set the price with `amount`. `open`: the payer chooses the amount.'),
  amount: Amount.optional().describe('Price in dinars, for example 4500 or 4500.50. Only with `amount_mode: fixed`.'),
  min_amount: Amount.optional().describe('Lowest amount in dinars that a payer can choose. Default: no minimum.'),
  max_amount: Amount.optional().describe('Highest amount in dinars that a payer can choose. Default: no maximum.'),
  amount_step: Amount.optional().describe(
    'The amount must be a multiple of this number of dinars, counted from 0. Default: 1.',
  ),
  default_amount: Amount.optional().describe('Amount in dinars that is selected first. The payer can change it.'),
  suggested_amounts: z
    .array(Amount)
    .min(1)
    .max(8)
    .optional()
    .describe('Amounts in dinars that the payer can select with one click, at most 8.'),
  entry: z
    .enum(ENTRIES, 'must be button or hosted')
    .optional()
    .describe(
      'Where the payer enters an open amount. `button`: on your page. `hosted`: on the payment page of MyTPE. Default: `button` with the usage modes `reusable` and `one_shot`, otherwise `hosted`.',
    ),
  usage_mode: z
    .enum(USAGE_MODES, `must be one of ${USAGE_MODES.join(', ')}`)
    .describe(
      'How often the offer can be paid. `one_shot`: once, with a separate link for each payer. `reusable`: any number of times. `limited`: `max_uses` times. `capped_amount`: until `target_amount` is reached. `time_window`: from `starts_at` to `ends_at`. `whitelist`: only by `allowed_payers`.',
    ),
  max_uses: Count.optional().describe('Number of payments that are accepted. Only with `usage_mode: limited`.'),
  target_amount: Amount.optional().describe(
    'Total in dinars at which the offer closes. Only with `usage_mode: capped_amount`.',
  ),
  starts_at: Instant.optional().describe(
    'First moment at which the offer can be paid, with a time zone, for example `2026-06-12T00:00:00+01:00`. Only with `usage_mode: time_window`.',
  ),
  ends_at: Instant.optional().describe(
    'Moment from which the offer can no longer be paid, with a time zone, for example `2026-06-19T00:00:00+01:00`. Only with `usage_mode: time_window`.',
  ),
  allowed_payers: z
    .array(Payer)
    .min(1)
    .max(1000)
    .optional()
    .describe(
      'E-mail addresses and international phone numbers of the people who may pay, for example `+213555123456`. Only with `usage_mode: whitelist`.',
    ),
  metadata: Metadata.optional().describe(
    'Your own texts by name, at most 7. They are stored with the link at MyTPE, and visitors do not see them.',
  ),
});
export type OfferEntry = z.output<typeof OfferEntry>;
