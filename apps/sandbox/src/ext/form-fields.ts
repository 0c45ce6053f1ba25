import { z } from 'zod';

import { must } from './fields.ts';

const MAX_META = 8_192;
const requiredText = (max: number) =>
  z.string(must('text')).trim().min(1, 'is required').max(max, `must not be greater than ${max} characters`);
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);
const position = z
  .int('must be an integer')
  .min(0, 'must be at least 0')
  .max(10_000, 'must be at most 10000')
  .optional();

/** A form’s own fields. The reference shows `name` and `industry`. The others are assumed by analogy. */
export const FormInput = z.object({
  name: requiredText(255),
  industry: optional(requiredText(100)),
  description: optional(requiredText(5_000)),
  meta: z
    .record(z.string(), z.unknown(), 'must be an object')
    .refine((value) => JSON.stringify(value).length <= MAX_META, `has at most ${MAX_META} characters as JSON`)
    .nullish()
    .transform((value) => value ?? {}),
});

export const SectionInput = z.object({
  title: requiredText(255),
  description: optional(requiredText(5_000)),
  position,
});

/** Field types for which the payer chooses from options, as documented. */
export const CHOOSING_TYPES: readonly string[] = ['select', 'multi_select', 'radio', 'checkbox'];

const Option = z.object({ value: requiredText(255), label: requiredText(255) });

export const QuestionInput = z
  .object({
    section_id: optional(requiredText(100)),
    input_name: z
      .string(must('text'))
      .regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be 1 to 64 lower-case letters, digits and underscores, a letter first'),
    label: requiredText(255),
    // The reference does not show the whole list. Any such name is accepted, and the page asks for text if it is unknown.
    data_type: z.string(must('text')).regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a data type like string or select'),
    is_required: z.boolean('must be true or false').default(false),
    position,
    options: optional(z.array(Option, 'must be a list of {value, label}').max(500, 'has at most 500 entries')),
  })
  .check(({ value: { data_type, options }, issues }) => {
    if (!CHOOSING_TYPES.includes(data_type) || (options?.length ?? 0) > 0) return;
    issues.push({
      code: 'custom',
      path: ['options'],
      message: `is required when data_type is ${data_type}`,
      input: options,
    });
  });
