import { z } from 'zod';

import { Count, Id, Metadata, type Open, Timestamp, openEnum } from '../wire/fields.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { AnyText, soft, softObject } from '../wire/soft-shape.ts';
import { FlatMetadata } from './link-input.ts';

/** The statuses of a form. A link can only have a `published` form. */
export const FORM_STATUSES = ['draft', 'published', 'archived'] as const;
/** A value of {@link FORM_STATUSES}. */
export type FormStatus = (typeof FORM_STATUSES)[number];

/** The types in MyTPE's reference. */
export const FORM_FIELD_TYPES = [
  'string',
  'text',
  'integer',
  'number',
  'email',
  'phone',
  'url',
  'date',
  'select',
  'multi_select',
  'radio',
  'checkbox',
] as const;
/** A value of {@link FORM_FIELD_TYPES}. */
export type FormFieldType = (typeof FORM_FIELD_TYPES)[number];

/** A section of a form. */
export const FormSection = z.object({
  id: Id,
  form_id: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  position: Count.nullish(),
});
export type FormSection = z.output<typeof FormSection>;

const FormFieldOption = z.object({ value: AnyText, label: soft(AnyText) });

/** A question of a form. MyTPE documents the request but not the response. `raw` is the whole response. */
export const FormField = softObject({
  id: Id,
  section_id: soft(z.string().nullable()),
  /** The machine name of the value that the payer enters. */
  input_name: soft(z.string()),
  label: soft(z.string()),
  data_type: soft(openEnum<FormFieldType>()),
  is_required: soft(z.boolean()),
  position: soft(Count),
  /** The choices. */
  options: soft(z.array(FormFieldOption).nullable()),
});
export type FormField = z.output<typeof FormField>;

/** A form that the payer fills in. An absent field was not in the response. `null` means empty. */
export const Form = z.object({
  id: Id,
  trader_id: z.string().nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  industry: z.string().nullish(),
  /** A link can only use a `published` form. */
  status: openEnum<FormStatus>(),
  is_template: z.boolean().nullish(),
  template_id: z.string().nullish(),
  meta: Metadata.nullish(),
  sections: z.array(FormSection).nullish(),
  fields: z.array(FormField).nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Form = z.output<typeof Form>;

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
    .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be a type like multi_select')
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
  rejectForeignOptions(data_type, options, context);
});

/** A change without `data_type` is not checked against a type, because only MyTPE knows the type of the field. */
export const FieldPatch = FieldBase.partial().superRefine(({ data_type, options }, context) =>
  rejectForeignOptions(data_type, options, context),
);

/** Rejects `options` for types that have none. Accepts them for unknown types. */
function rejectForeignOptions(type: string | undefined, options: unknown, context: z.RefinementCtx): void {
  if (options === undefined || type === undefined || CHOICES.includes(type) || !KNOWN.includes(type)) return;
  const message = `is only allowed with ${CHOICES.join(', ')}, not with ${type}`;
  context.addIssue({ code: 'custom', path: ['options'], message });
}

/**
 * A new form. `name` has at most 255 characters. `meta` has at most 10 keys with strings. MyTPE documents no limits;
 * these are the client's own.
 */
export type FormInput = z.input<typeof NewForm>;

/** Changes to a form. `null` clears a field. Absent fields stay unchanged. */
export type FormChanges = z.input<typeof FormPatch>;

/** A new section of a form. */
export type FormSectionInput = z.input<typeof NewSection>;
/** Changes to a section. Absent fields stay unchanged. */
export type FormSectionChanges = z.input<typeof SectionPatch>;

/**
 * A new field. `options` is required with `select`, `multi_select`, `radio` and `checkbox`, and not allowed with other
 * documented types.
 */
export type FormFieldInput = Omit<z.input<typeof FieldBase>, 'data_type'> & {
  readonly data_type: Open<FormFieldType>;
};
/** Changes to a field. Absent fields stay unchanged. */
export type FormFieldChanges = Partial<FormFieldInput>;
