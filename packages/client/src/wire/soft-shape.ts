import { z } from 'zod';

import { NumberText, plainJson } from './json-text.ts';

/** The schema of an undocumented field. An unreadable value becomes `undefined`; `raw` contains the original value. */
export function soft<T>(schema: z.ZodType<T>) {
  return schema.optional().catch(undefined);
}

/** A string or a number. The output is a string. */
export const AnyText = z
  .unknown()
  .transform((value) => (value instanceof NumberText ? value.text : value))
  .pipe(z.string().min(1));

/**
 * The schema of an undocumented object. Reads the fields that have the assumed names and types. `raw` is the whole
 * object. `aliases` are alternative names of a field; the first existing name counts.
 */
export function softObject<Shape extends z.ZodRawShape>(
  shape: Shape,
  aliases: Readonly<Record<string, readonly string[]>> = {},
) {
  const fields = z.object({ ...shape, raw: z.record(z.string(), z.unknown()) });
  return z.preprocess((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof NumberText)
      return value;
    const given: Readonly<Record<string, unknown>> = { ...value };
    const renamed = Object.entries(aliases).map(([name, others]) => {
      return [name, given[[name, ...others].find((other) => given[other] != null) ?? name]];
    });
    return { ...given, ...Object.fromEntries(renamed), raw: plainJson(given) };
  }, fields);
}
