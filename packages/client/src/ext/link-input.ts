import { z } from 'zod';

import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { InputId, checkedInput, inputText } from '../wire/input-fields.ts';
import { MAX_CENTIMES, centimesLiteral } from '../wire/money.ts';
import { AMOUNT_MODES, USAGE_MODES } from './link.ts';
import { linkRuleProblems } from './link-rules.ts';

const Amount = z.int('must be a whole number of centimes').min(1, 'must be above 0').max(MAX_CENTIMES);
const Moment = z.date('must be a valid Date');

const Payer = z
  .string()
  .trim()
  .transform((text) => (text.includes('@') ? text.toLowerCase() : text))
  .refine((text) => z.email().max(254).safeParse(text).success || /^\+[1-9]\d{7,14}$/.test(text), {
    error: 'must each be an email address or a phone number like +213555123456',
  });

/** MyTPE documents neither size nor types; flat text is the least that can be meant. */
const MetadataInput = z
  .record(z.string().min(1).max(40), z.string().max(255))
  .refine((entries) => Object.keys(entries).length <= 10, 'must have at most 10 keys');

const Fields = z.strictObject({
  payment_instance_id: InputId,
  title: inputText(191),
  description: z.string().nullable().optional(),
  amount_mode: z.enum(AMOUNT_MODES),
  amount: Amount.optional(),
  min_amount: Amount.optional(),
  max_amount: Amount.optional(),
  currency: z
    .string()
    .refine((code) => code === 'DZD', 'must be DZD')
    .optional(),
  usage_mode: z.enum(USAGE_MODES),
  max_uses: z.int().min(1).max(1_000_000_000).optional(),
  target_amount: Amount.optional(),
  starts_at: Moment.optional(),
  ends_at: Moment.optional(),
  expires_at: Moment.nullable().optional(),
  allowed_payers: z.array(Payer).min(1).max(1_000).readonly().optional(),
  form_id: InputId.nullable().optional(),
  metadata: MetadataInput.optional(),
});
const Changes = Fields.partial();

/**
 * A new link. Money in whole centimes, currency DZD. Which fields belong together: `amount` to `fixed`, `min_amount` and
 * `max_amount` to `open`, `max_uses` to `limited`, `target_amount` to `capped_amount`, `starts_at` and `ends_at` to
 * `time_window`, `allowed_payers` (emails, or phones like `+213…`) to `whitelist`.
 */
export type LinkInput = z.input<typeof Fields>;

/** What shall change: `null` empties, whatever is absent stays. A paid link keeps all but title, description, metadata. */
export type LinkChanges = z.input<typeof Changes>;

/** The fields that a payment does not freeze. MyTPE documents examples only; the rest we refuse ourselves. */
const ALWAYS_EDITABLE: readonly string[] = ['title', 'description', 'metadata'];

/** The fields among `changes` that a payment freezes. */
export function frozenFields(changes: LinkChanges): string[] {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return given.map(([field]) => field).filter((field) => !ALWAYS_EDITABLE.includes(field));
}

/** The body of a create. `now` in milliseconds since 1970. @throws InvalidInputError with every problem, by field. */
export function newLinkBody(input: LinkInput, now: number): string {
  const link = checkedInput(Fields, 'new link', { ...input, currency: input.currency ?? 'DZD' });
  refuse('new link', linkRuleProblems(link, now));
  return written(Object.entries(link).filter(([, value]) => value !== null && value !== undefined));
}

/** The body of an update. @throws InvalidInputError with every problem, by field. */
export function linkChangesBody(changes: LinkChanges, now: number): string {
  const given = checkedInput(Changes, 'link changes', changes);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  if (entries.length === 0) refuse('link changes', { input: ['must change something'] });
  refuse('link changes', linkRuleProblems(given, now));
  return written(entries);
}

function refuse(what: string, problems: Record<string, string[]>): void {
  if (Object.keys(problems).length > 0) throw new InvalidInputError(what, problems);
}

/** Moments in whole seconds of UTC; money, which is every field that ends in `amount`, without needless decimals. */
function written(entries: [string, unknown][]): string {
  const values = entries.map(([name, value]) => {
    if (value instanceof Date) return [name, value.toISOString().replace(/\.\d+Z$/, 'Z')];
    return [name, name.endsWith('amount') ? centimesLiteral(value as number) : value];
  });
  return JSON.stringify(Object.fromEntries(values));
}
