import { z } from 'zod';

import { InvalidInputError } from '../errors.ts';
import { InputId, checkedInput, inputText } from '../wire/input-fields.ts';
import { MAX_CENTIMES, centimesLiteral } from '../wire/money.ts';
import { type AllowedPayersShape, PayerInput, serializePayers } from './allowed-payers.ts';
import { linkRuleProblems } from './link-rules.ts';
import { AMOUNT_MODES, USAGE_MODES } from './link.ts';

const Amount = z.int('must be a whole number of centimes').min(1, 'must be more than 0').max(MAX_CENTIMES);
const Moment = z.date('must be a valid Date');
/** Unlike {@link InputId}, it may be empty. MyTPE documents an empty id as "no form". */
const FormId = z.string().max(255);

/** Metadata with strings only. MyTPE documents neither the size nor the types of metadata. */
export const FlatMetadata = z
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
  allowed_payers: z.array(PayerInput).min(1).max(1_000).readonly().optional(),
  form_id: FormId.nullable().optional(),
  metadata: FlatMetadata.optional(),
});
const Changes = Fields.partial();

/**
 * A new link. Amounts are integers in centimes, and the currency is DZD. Some fields are only allowed with one mode:
 * `amount` with `fixed`, `min_amount` and `max_amount` with `open`, `max_uses` with `limited`, `target_amount` with
 * `capped_amount`, `starts_at` and `ends_at` with `time_window`, `allowed_payers` (emails, or phone numbers like
 * `+213…`) with `whitelist`. `form_id` is the id of a published form. Without a form (empty, `null` or absent
 * `form_id`) the payer enters only the card.
 */
export type LinkInput = z.input<typeof Fields>;

/**
 * Changes to a link. `null` clears a field. Absent fields stay unchanged. `form_id: ''` removes the form. After a
 * payment, only title, description and metadata can change.
 */
export type LinkChanges = z.input<typeof Changes>;

/**
 * The fields that can change after a payment. MyTPE documents only examples, so the client rejects all other fields.
 */
const ALWAYS_EDITABLE: readonly string[] = ['title', 'description', 'metadata'];

/** Returns the fields of `changes` that cannot change after a payment. */
export function frozenFields(changes: LinkChanges): string[] {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return given.map(([field]) => field).filter((field) => !ALWAYS_EDITABLE.includes(field));
}

/** Options for the body of a link, in addition to the input. */
export interface LinkBodyOptions {
  /** The current time in milliseconds since 1970. */
  readonly now: number;
  readonly allowedPayersShape: AllowedPayersShape;
}

/** Returns the body that creates a link. @throws InvalidInputError with all errors, by field. */
export function newLinkBody(input: LinkInput, { now, allowedPayersShape }: LinkBodyOptions): string {
  const link = checkedInput(Fields, 'new link', { ...input, currency: input.currency ?? 'DZD' });
  rejectIfInvalid('new link', linkRuleProblems(link, now));
  const entries = Object.entries(link).filter(([, value]) => value !== null && value !== undefined);
  return serialize(entries, allowedPayersShape);
}

/** Returns the body that updates a link. @throws InvalidInputError with all errors, by field. */
export function linkChangesBody(changes: LinkChanges, { now, allowedPayersShape }: LinkBodyOptions): string {
  const given = checkedInput(Changes, 'link changes', changes);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  if (entries.length === 0) rejectIfInvalid('link changes', { input: ['must change something'] });
  rejectIfInvalid('link changes', linkRuleProblems(given, now));
  return serialize(entries, allowedPayersShape);
}

function rejectIfInvalid(subject: string, problems: Record<string, string[]>): void {
  if (Object.keys(problems).length > 0) throw new InvalidInputError(subject, problems);
}

/**
 * Writes dates in UTC with whole seconds. Writes amounts (every field that ends in `amount`) without trailing zeros.
 */
function serialize(entries: [string, unknown][], shape: AllowedPayersShape): string {
  const values = entries.map(([name, value]) => {
    if (value instanceof Date) return [name, value.toISOString().replace(/\.\d+Z$/, 'Z')];
    if (name === 'allowed_payers') return [name, serializePayers(value as string[], shape)];
    return [name, name.endsWith('amount') ? centimesLiteral(value as number) : value];
  });
  return JSON.stringify(Object.fromEntries(values));
}
