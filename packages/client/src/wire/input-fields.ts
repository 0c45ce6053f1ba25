import { z } from 'zod';

import type { FieldMessages } from '../errors/api-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';

/** An id that is sent inside a body. */
export const InputId = z.string().min(1).max(255);

/** Text that says something, of at most `maxLength` characters however many bytes they take. */
export function inputText(maxLength: number): z.ZodType<string, string> {
  return z
    .string()
    .refine((text) => text.trim() !== '', 'must not be empty')
    .refine((text) => [...text].length <= maxLength, `must be at most ${maxLength} characters`);
}

/** @throws InvalidInputError with every problem, by field; `what` names the input. */
export function checkedInput<T>(schema: z.ZodType<T>, what: string, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInputError(what, inputFields(result.error));
}

/** Our own check's findings, by field, in the form in which MyTPE reports its own. */
export function inputFields(error: z.ZodError): FieldMessages {
  const fields = new Map<string, string[]>();
  for (const { path, message } of error.issues) {
    const name = String(path[0] ?? 'input');
    fields.set(name, [...(fields.get(name) ?? []), message]);
  }
  return Object.fromEntries(fields);
}
