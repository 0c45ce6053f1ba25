import { z } from 'zod';

import { Count, Id, Metadata, Timestamp, openEnum } from '../wire/fields.ts';
import { AnyText, soft, softObject } from '../wire/soft-shape.ts';

export const FORM_STATUSES = ['draft', 'published', 'archived'] as const;
export type FormStatus = (typeof FORM_STATUSES)[number];

/** As far as MyTPE's reference shows them. */
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
export type FormFieldType = (typeof FORM_FIELD_TYPES)[number];

/** A part of a form. */
export const FormSection = z.object({
  id: Id,
  form_id: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  position: Count.nullish(),
});
export type FormSection = z.output<typeof FormSection>;

const FormFieldOption = z.object({ value: AnyText, label: soft(AnyText) });

/** A question of a form. MyTPE documents how one is sent and not how one is answered: `raw` is all that came. */
export const FormField = softObject({
  id: Id,
  section_id: soft(z.string().nullable()),
  /** The answer's machine name. */
  input_name: soft(z.string()),
  label: soft(z.string()),
  data_type: soft(openEnum<FormFieldType>()),
  is_required: soft(z.boolean()),
  position: soft(Count),
  /** What can be chosen. */
  options: soft(z.array(FormFieldOption).nullable()),
});
export type FormField = z.output<typeof FormField>;

/** What a payer is asked. An absent field was not included in the answer; `null` means empty. */
export const Form = z.object({
  id: Id,
  trader_id: z.string().nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  industry: z.string().nullish(),
  /** Links can ask for a `published` one only. */
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
