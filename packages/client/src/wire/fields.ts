import { z } from 'zod';

import { NumberText, plainJson } from './json-text.ts';

/** One of the documented words, or one that MyTPE added since: kept as it came. */
export type Open<Known extends string> = Known | (string & {});

/** An enum that may grow. */
export function openEnum<Known extends string>() {
  return z.string().transform((text): Open<Known> => text);
}

/** MyTPE calls its ids UUIDs, and its own samples are not: opaque text, compared byte for byte. */
export const Id = z.string().min(1);

/** ISO 8601 with any fraction, `Z` or an offset; becomes a `Date` (milliseconds; finer digits are dropped). */
export const Timestamp = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A whole number, written as a JSON number or as text. */
export const Count = z.unknown().transform((value, context): number => {
  const text = value instanceof NumberText ? value.text : value;
  const count = typeof text === 'string' && /^\d{1,15}(?:\.0+)?$/.test(text) ? Number(text) : undefined;
  if (count !== undefined) return count;
  context.issues.push({ code: 'custom', message: 'must be a whole number', input: value });
  return z.NEVER;
});

/** Free-form key and value pairs. PHP writes an empty map as `[]`. */
export const Metadata = z
  .union([z.record(z.string(), z.unknown()), z.tuple([]).transform(() => ({}))], 'must be an object')
  .transform((value) => plainJson(value) as Record<string, unknown>);
