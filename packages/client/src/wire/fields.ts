import { z } from 'zod';

import { NumberText, plainJson } from './json-text.ts';

/** A documented value, or an unknown value that MyTPE added later. */
export type Open<Known extends string> = Known | (string & {});

/** The schema of an enum with documented and unknown values. */
export function openEnum<Known extends string>() {
  return z.string().transform((text): Open<Known> => text);
}

/** An id: an opaque string, compared byte for byte. MyTPE documents ids as UUIDs, but its samples contain other ids. */
export const Id = z.string().min(1);

/** A date and time: ISO 8601 with any fraction, `Z` or an offset. The output is a `Date`, truncated to milliseconds. */
export const Timestamp = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** An integer, as a JSON number or a string. */
export const Count = z.unknown().transform((value, context): number => {
  const text = value instanceof NumberText ? value.text : value;
  const count = typeof text === 'string' && /^\d{1,15}(?:\.0+)?$/.test(text) ? Number(text) : undefined;
  if (count !== undefined) return count;
  context.issues.push({ code: 'custom', message: 'must be a whole number', input: value });
  return z.NEVER;
});

/** Arbitrary key-value pairs. PHP writes an empty object as `[]`. */
export const Metadata = z
  .union([z.record(z.string(), z.unknown()), z.tuple([]).transform(() => ({}))], 'must be an object')
  .transform((value) => plainJson(value) as Record<string, unknown>);
