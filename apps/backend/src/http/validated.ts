import type { z } from 'zod';

import { Problem } from '../problem.ts';

/** The input as the schema says, or a problem that names every field that is wrong. */
export function validated<T>(schema: z.ZodType<T>, input: unknown, at = ''): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).flatMap((issue) => {
    const path = [at, ...issue.path.map(String)].filter(Boolean).join('.');
    // An unknown field is named as the field it is, its name cut: it comes from outside.
    if (issue.code === 'unrecognized_keys')
      return issue.keys.slice(0, 20).map((key) => ({ path: key.slice(0, 100), message: 'unknown field' }));
    return [{ path, message: issue.message.slice(0, 300) }];
  });
  throw new Problem('validation_failed', { errors });
}
