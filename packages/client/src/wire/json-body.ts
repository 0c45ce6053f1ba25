import type { z } from 'zod';

import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { checkedInput } from './input-fields.ts';

/** The body of a create: what is `undefined` is left out. @throws InvalidInputError with every problem, by field. */
export function newBody(schema: z.ZodType<object>, what: string, input: object): string {
  return JSON.stringify(checkedInput(schema, what, input));
}

/** The body of a change. @throws InvalidInputError with every problem, by field, and when nothing would change. */
export function changesBody(schema: z.ZodType<object>, what: string, changes: object): string {
  const body = newBody(schema, what, changes);
  if (body === '{}') throw new InvalidInputError(what, { input: ['must change something'] });
  return body;
}
