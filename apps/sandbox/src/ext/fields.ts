import type { z } from 'zod';

import type { FormBody } from './form-body.ts';
import { type FieldErrors, invalidFields } from './problem.ts';

/** The message for a value of the wrong type, or for a missing value. */
export const must = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined || input === null ? 'is required' : `must be ${what}`,
});

/** Turns validation issues into one list of messages per field, as a 422 carries them. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): FieldErrors {
  const errors: FieldErrors = {};
  for (const issue of issues) {
    const field = issue.path.join('.');
    (errors[field] ??= []).push(`The ${field} ${issue.message}.`);
  }
  return errors;
}

/** Validates a request’s fields. Problems go into `errors`, so that one response reports files and texts together. */
export function readFields<T>(schema: z.ZodType<T>, { fields }: FormBody, errors: FieldErrors): T | null {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  Object.assign(errors, fieldErrors(parsed.error.issues));
  return null;
}

export function refuse(errors: FieldErrors, assumed: string | null = null): void {
  if (Object.keys(errors).length > 0) throw invalidFields(errors, assumed);
}
