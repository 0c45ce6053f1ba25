import { z } from 'zod';

import { MAX_CENTIMES, parseCentimes } from '../model/money.ts';
import { V2_LINK_TYPES, V2_PAYMENT_MODES } from '../model/v2-records.ts';
import { type FieldErrors, invalidFields } from './problem.ts';

const MAX_TITLE = 191;
const MAX_DETAILS = 5_000;
const MAX_SLUG = 100;
const MAX_PAYMENTS = 1_000_000;
/** Documented: one year in minutes. */
export const MAX_TIMEOUT_MINUTES = 525_600;
const MAX_METADATA_KEYS = 50;

const must = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? 'field is required' : `field must be ${what}`,
});

const text = (max: number) =>
  z.string(must('text')).trim().min(1, 'field is required').max(max, `field has at most ${max} characters`);

const integer = (max: number) =>
  z
    .string(must('an integer'))
    .regex(/^\d{1,9}$/, `field must be an integer from 1 to ${max}`)
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `field must be an integer from 1 to ${max}`);

const amount = z.string(must('an amount')).transform((value, context) => {
  const centimes = parseCentimes(value);
  if (centimes !== null && centimes > 0 && centimes <= MAX_CENTIMES) return centimes;
  context.addIssue('field must be an amount over 0 with at most 2 decimals, like 5000.00');
  return z.NEVER;
});

/** The values that the reference prints, and the digits that PHP accepts for a boolean. */
const boolean = z
  .enum(['true', 'false', '1', '0'], must('true or false'))
  .transform((value) => value === 'true' || value === '1');

const slug = z
  .string(must('text'))
  .max(MAX_SLUG, `field has at most ${MAX_SLUG} characters`)
  .regex(/^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/, 'field takes letters, digits and single hyphens or underscores');

const metadata = z
  .record(
    z.string().max(100, 'key has at most 100 characters'),
    z.string().max(2_000, 'value has at most 2000 characters'),
    must('given as metadata[key]'),
  )
  .refine((pairs) => Object.keys(pairs).length <= MAX_METADATA_KEYS, `field has at most ${MAX_METADATA_KEYS} keys`);

export const timeoutMinutes = integer(MAX_TIMEOUT_MINUTES);

const udf = z.string().max(255, 'field has at most 255 characters').optional();

/** The fields that a merchant may send for a new or existing link. */
const shape = {
  title: text(MAX_TITLE),
  details: text(MAX_DETAILS).optional(),
  type: z.enum(V2_LINK_TYPES, must(`one of: ${V2_LINK_TYPES.join(', ')}`)),
  amount: amount.optional(),
  payment_mode: z.enum(V2_PAYMENT_MODES, must(`one of: ${V2_PAYMENT_MODES.join(', ')}`)).optional(),
  max_payments: integer(MAX_PAYMENTS).optional(),
  metadata: metadata.optional(),
  settings: z
    .object(
      { show_retry_button: boolean.optional(), allow_anonymous: boolean.optional() },
      must('given as settings[key]'),
    )
    .optional(),
  inactivity_timeout_minutes: timeoutMinutes.optional(),
  udf1: udf,
  udf2: udf,
  udf3: udf,
  udf4: udf,
  udf5: udf,
};

const NewLink = z.object({ mytpe_pay_id: text(200), slug: slug.optional(), ...shape });
export type NewLink = z.infer<typeof NewLink>;

const LinkChange = z.object({ ...shape, title: shape.title.optional(), type: shape.type.optional() });
export type LinkChange = z.infer<typeof LinkChange>;

export const UDFS = ['udf1', 'udf2', 'udf3', 'udf4', 'udf5'] as const;
const CHANGEABLE = [...Object.keys(shape), '_method'];
const CREATABLE = [...CHANGEABLE, 'mytpe_pay_id', 'slug'];

/**
 * Parses a new link’s fields. The reference says that a `static` link silently ignores the payment mode and quota, so
 * they are not read.
 */
export function parseNewLink(fields: Readonly<Record<string, unknown>>): { link: NewLink | null; errors: FieldErrors } {
  const { payment_mode: _mode, max_payments: _max, amount: _amount, ...rest } = fields;
  const parsed = NewLink.safeParse(fields['type'] === 'static' ? rest : fields);
  return { link: parsed.data ?? null, errors: fieldErrors(parsed.error) };
}

/** Parses a change of a link. Throws a 422 that names every invalid field. */
export function parseLinkChange(fields: Readonly<Record<string, unknown>>): LinkChange {
  const parsed = LinkChange.safeParse(fields);
  if (!parsed.success) throw invalidFields(fieldErrors(parsed.error));
  return parsed.data;
}

/** The fields that the form does not have. The call log notes them; the request succeeds. */
export function unknownFields(fields: Readonly<Record<string, unknown>>, kind: 'new' | 'change'): string[] {
  const known = kind === 'new' ? CREATABLE : CHANGEABLE;
  return Object.keys(fields).filter((name) => !known.includes(name));
}

export function fieldErrors(error: z.ZodError | undefined): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, message } of error?.issues ?? []) {
    const name = path.join('.');
    (errors[name] ??= []).push(`The ${name.replaceAll(/[._]/g, ' ')} ${message}.`);
  }
  return errors;
}
