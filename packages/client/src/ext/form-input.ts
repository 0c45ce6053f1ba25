import { z } from 'zod';

import type { Open } from '../wire/fields.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { FORM_FIELD_TYPES, type FormFieldType } from './form.ts';
import { FlatMetadata } from './link-input.ts';

const Position = z.int().min(0).max(100_000);
const Description = z.string().max(10_000).nullable();

export const NewForm = z.strictObject({
  name: inputText(255),
  industry: inputText(255).nullable().optional(),
  description: Description.optional(),
  meta: FlatMetadata.optional(),
});
export const FormPatch = NewForm.partial();

export const NewSection = z.strictObject({
  title: inputText(255),
  description: Description.optional(),
  position: Position.optional(),
});
export const SectionPatch = NewSection.partial();

const CHOICES: readonly string[] = ['select', 'multi_select', 'radio', 'checkbox'];
const KNOWN: readonly string[] = FORM_FIELD_TYPES;

const Option = z.strictObject({ value: inputText(255), label: inputText(255) });
const Options = z
  .array(Option)
  .min(1)
  .max(500)
  .readonly()
  .refine((options) => new Set(options.map(({ value }) => value)).size === options.length, 'must not repeat a value');

const FieldBase = z.strictObject({
  input_name: z
    .string()
    .regex(/^[a-z][\w-]{0,63}$/i, 'must be 1 to 64 letters, digits, _ or -, and begin with a letter'),
  label: inputText(255),
  data_type: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be a word like multi_select')
    .transform((word): Open<FormFieldType> => word),
  is_required: z.boolean().optional(),
  position: Position.optional(),
  options: Options.optional(),
  section_id: InputId.nullable().optional(),
});

export const NewField = FieldBase.superRefine(({ data_type, options }, context) => {
  if (CHOICES.includes(data_type) && options === undefined) {
    context.addIssue({ code: 'custom', path: ['options'], message: `is required with ${data_type}` });
  }
  refuseForeignOptions(data_type, options, context);
});

/** A change that does not name the type is not judged by it: MyTPE knows the field's own. */
export const FieldPatch = FieldBase.partial().superRefine(({ data_type, options }, context) =>
  refuseForeignOptions(data_type, options, context),
);

/** A type that MyTPE added since may well have options. */
function refuseForeignOptions(type: string | undefined, options: unknown, context: z.RefinementCtx): void {
  if (options === undefined || type === undefined || CHOICES.includes(type) || !KNOWN.includes(type)) return;
  const message = `belongs to ${CHOICES.join(', ')}, not to ${type}`;
  context.addIssue({ code: 'custom', path: ['options'], message });
}

/** A new form: `name` of at most 255 characters; `meta` at most 10 keys of text. Limits are ours: MyTPE documents none. */
export type FormInput = z.input<typeof NewForm>;

/** What shall change: `null` empties, whatever is absent stays. */
export type FormChanges = z.input<typeof FormPatch>;

export type FormSectionInput = z.input<typeof NewSection>;
export type FormSectionChanges = z.input<typeof SectionPatch>;

/** A new field: `options` with `select`, `multi_select`, `radio` and `checkbox`, and with no other documented type. */
export type FormFieldInput = Omit<z.input<typeof FieldBase>, 'data_type'> & {
  readonly data_type: Open<FormFieldType>;
};
export type FormFieldChanges = Partial<FormFieldInput>;
