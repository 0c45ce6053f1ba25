import { z } from 'zod';

import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { InputId, checkedInput, inputText } from '../wire/input-fields.ts';
import { MAX_CENTIMES, centimesLiteral } from '../wire/money.ts';
import { type AllowedPayersShape, PayerInput, writtenPayers } from './allowed-payers.ts';
import { AMOUNT_MODES, USAGE_MODES } from './link.ts';
import { linkRuleProblems } from './link-rules.ts';

const Amount = z.int('must be a whole number of centimes').min(1, 'must be above 0').max(MAX_CENTIMES);
const Moment = z.date('must be a valid Date');
/** Unlike {@link InputId} it may be empty, which MyTPE documents as "no form". */
const FormId = z.string().max(255);

/** MyTPE documents neither size nor types; flat text is the least that can be meant. */
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
 * A new link. Money in whole centimes, currency DZD. Which fields belong together: `amount` to `fixed`, `min_amount` and
 * `max_amount` to `open`, `max_uses` to `limited`, `target_amount` to `capped_amount`, `starts_at` and `ends_at` to
 * `time_window`, `allowed_payers` (emails, or phones like `+213…`) to `whitelist`. `form_id` names a published form. An
 * empty, `null` or absent `form_id` means no form: the payer enters nothing but the card.
 */
export type LinkInput = z.input<typeof Fields>;

/**
 * Changes to a link: `null` empties a field, an absent field stays. `form_id: ''` detaches the form. After a payment only
 * title, description and metadata can change.
 */
export type LinkChanges = z.input<typeof Changes>;

/** The fields that a payment does not freeze. MyTPE documents examples only; the rest we refuse ourselves. */
const ALWAYS_EDITABLE: readonly string[] = ['title', 'description', 'metadata'];

/** The fields among `changes` that a payment freezes. */
export function frozenFields(changes: LinkChanges): string[] {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return given.map(([field]) => field).filter((field) => !ALWAYS_EDITABLE.includes(field));
}

/** What a link's body depends on beside the input. */
export interface LinkWriting {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly allowedPayersShape: AllowedPayersShape;
}

/** The body of a create. @throws InvalidInputError with every problem, by field. */
export function newLinkBody(input: LinkInput, { now, allowedPayersShape }: LinkWriting): string {
  const link = checkedInput(Fields, 'new link', { ...input, currency: input.currency ?? 'DZD' });
  refuse('new link', linkRuleProblems(link, now));
  const entries = Object.entries(link).filter(([, value]) => value !== null && value !== undefined);
  return written(entries, allowedPayersShape);
}

/** The body of an update. @throws InvalidInputError with every problem, by field. */
export function linkChangesBody(changes: LinkChanges, { now, allowedPayersShape }: LinkWriting): string {
  const given = checkedInput(Changes, 'link changes', changes);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  if (entries.length === 0) refuse('link changes', { input: ['must change something'] });
  refuse('link changes', linkRuleProblems(given, now));
  return written(entries, allowedPayersShape);
}

function refuse(what: string, problems: Record<string, string[]>): void {
  if (Object.keys(problems).length > 0) throw new InvalidInputError(what, problems);
}

/** Moments in whole seconds of UTC; money, which is every field that ends in `amount`, without needless decimals. */
function written(entries: [string, unknown][], shape: AllowedPayersShape): string {
  const values = entries.map(([name, value]) => {
    if (value instanceof Date) return [name, value.toISOString().replace(/\.\d+Z$/, 'Z')];
    if (name === 'allowed_payers') return [name, writtenPayers(value as string[], shape)];
    return [name, name.endsWith('amount') ? centimesLiteral(value as number) : value];
  });
  return JSON.stringify(Object.fromEntries(values));
}
