import { z } from 'zod';

import { parseCentimes } from '../model/money.ts';
import type { AllowedPayersShape } from '../model/payer.ts';
import { AMOUNT_MODES, USAGE_MODES } from '../model/records.ts';
import { parseTimestamp } from '../model/timestamp.ts';
import { must } from './fields.ts';
import { PAYER_FIELDS } from './payer-fields.ts';

const MAX_TITLE = 191;
const MAX_DESCRIPTION = 5_000;
const MAX_ID = 100;
const MAX_USES = 1_000_000;
const MAX_PAYERS = 500;
const MAX_METADATA = 8_192;

const id = z.string(must('an id, as text')).min(1, 'must not be empty').max(MAX_ID, `has at most ${MAX_ID} characters`);
/** Documented: an empty `form_id` means no form (the anonymous flow). */
const formId = z
  .string('must be an id, as text')
  .max(MAX_ID, `has at most ${MAX_ID} characters`)
  .nullish()
  .transform((value) => value || null);
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);

const money = optional(
  z.unknown().transform((value, context): number | null => {
    if (value === undefined || value === null) return null;
    const centimes = parseCentimes(value);
    if (centimes !== null && centimes > 0) return centimes;
    context.addIssue(
      'must be an amount over 0 with at most 2 decimals and 10 digits before them, as 4500 or "4500.50"',
    );
    return z.NEVER;
  }),
);

const timestamp = optional(
  z.unknown().transform((value, context): string | null => {
    if (value === undefined || value === null) return null;
    const time = parseTimestamp(value);
    if (time !== null) return time;
    context.addIssue('must be an ISO 8601 instant with Z or an offset, as "2026-06-12T00:00:00Z"');
    return z.NEVER;
  }),
);

/** `true` if the value is small enough. A value nested too deeply to serialise counts as too large. */
function isSmall(value: unknown): boolean {
  try {
    return JSON.stringify(value).length <= MAX_METADATA;
  } catch {
    return false;
  }
}

const metadata = z
  .record(z.string(), z.unknown(), 'must be an object of keys and values')
  .refine(isSmall, `has at most ${MAX_METADATA} characters as JSON`);

const payers = (shape: AllowedPayersShape) =>
  optional(z.array(PAYER_FIELDS[shape], 'must be a list').max(MAX_PAYERS, `has at most ${MAX_PAYERS} entries`));

const Fields = z.object({
  payment_instance_id: id,
  form_id: formId,
  title: z
    .string(must('text'))
    .trim()
    .min(1, 'must not be empty')
    .max(MAX_TITLE, `has at most ${MAX_TITLE} characters`),
  description: optional(z.string('must be text').max(MAX_DESCRIPTION, `has at most ${MAX_DESCRIPTION} characters`)),
  amount_mode: z.enum(AMOUNT_MODES, must(`one of: ${AMOUNT_MODES.join(', ')}`)),
  amount: money,
  min_amount: money,
  max_amount: money,
  currency: z
    .literal('DZD', 'must be "DZD"')
    .nullish()
    .transform(() => 'DZD'),
  usage_mode: z.enum(USAGE_MODES, must(`one of: ${USAGE_MODES.join(', ')}`)),
  max_uses: optional(
    z.int('must be an integer').min(1, 'must be at least 1').max(MAX_USES, `must be at most ${MAX_USES}`),
  ),
  target_amount: money,
  starts_at: timestamp,
  ends_at: timestamp,
  expires_at: timestamp,
  allowed_payers: payers('string'),
  metadata: optional(metadata),
});

/**
 * The fields of a link request, each validated alone, for both shapes of `allowed_payers`. Absent and `null` mean the
 * same. Unknown fields are ignored.
 */
export const LINK_FIELDS = {
  string: Fields,
  object: Fields.extend({ allowed_payers: payers('object') }),
} as const satisfies Record<AllowedPayersShape, z.ZodType>;
