import { z } from 'zod';

import { NumberText, plainJson } from './json-text.ts';

/** Part of something whose shape MyTPE does not document: what cannot be read is `undefined`, and in `raw` as it came. */
export function soft<T>(schema: z.ZodType<T>) {
  return schema.optional().catch(undefined);
}

/** Text or a number, as text. */
export const AnyText = z
  .unknown()
  .transform((value) => (value instanceof NumberText ? value.text : value))
  .pipe(z.string().min(1));

/**
 * Something whose shape MyTPE does not document, read as far as it is what one would think. `raw` is all of it. `aliases`
 * names what else a field may be called; the first that is there counts.
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
