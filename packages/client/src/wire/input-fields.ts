import type { z } from 'zod';

import type { FieldMessages } from '../errors/api-error.ts';

/** Our own check's findings, by field, in the form in which MyTPE reports its own. */
export function inputFields(error: z.ZodError): FieldMessages {
  const fields = new Map<string, string[]>();
  for (const { path, message } of error.issues) {
    const name = String(path[0] ?? 'input');
    fields.set(name, [...(fields.get(name) ?? []), message]);
  }
  return Object.fromEntries(fields);
}
