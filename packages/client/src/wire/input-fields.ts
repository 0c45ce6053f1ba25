import { z } from 'zod';

import { type FieldMessages, InvalidInputError } from '../errors.ts';

/** An id in a request body. */
export const InputId = z.string().min(1).max(255);

/** A non-empty string of at most `maxLength` characters (code points). */
export function inputText(maxLength: number): z.ZodType<string, string> {
  return z
    .string()
    .refine((text) => text.trim() !== '', 'must not be empty')
    .refine((text) => [...text].length <= maxLength, `must be at most ${maxLength} characters`);
}

/** Validates an input. `subject` is its name in messages. @throws InvalidInputError with all errors, by field. */
export function checkedInput<T>(schema: z.ZodType<T>, subject: string, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInputError(subject, inputFields(result.error));
}

/** Converts validation errors to messages by field, the format of MyTPE's own errors. */
export function inputFields(error: z.ZodError): FieldMessages {
  const fields = new Map<string, string[]>();
  for (const { path, message } of error.issues) {
    const name = String(path[0] ?? 'input');
    fields.set(name, [...(fields.get(name) ?? []), message]);
  }
  return Object.fromEntries(fields);
}

/** Returns the JSON body of a create. Omits `undefined` fields. @throws InvalidInputError with all errors, by field. */
export function newBody(schema: z.ZodType<object>, subject: string, input: object): string {
  return JSON.stringify(checkedInput(schema, subject, input));
}

/**
 * Returns the JSON body of an update. @throws InvalidInputError with all errors, by field, or if the input is empty.
 */
export function changesBody(schema: z.ZodType<object>, subject: string, changes: object): string {
  const body = newBody(schema, subject, changes);
  if (body === '{}') throw new InvalidInputError(subject, { input: ['must change something'] });
  return body;
}

const THIS_MACHINE = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Returns `true` if the URL may receive webhooks: https, or with `allowInsecure` plain http to this machine. */
export function isReceiver(text: string, allowInsecure: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (allowInsecure && protocol === 'http:' && THIS_MACHINE.test(hostname));
}

/** Returns the error message for a rejected webhook URL. */
export function receiverRule(allowInsecure: boolean): string {
  const hint = allowInsecure ? '' : ' (set the option `allowInsecureWebhooks` to allow http to this machine)';
  return `must be an https URL${hint}`;
}

/** Formats a size for people: `7.3 MiB (7,654,321 bytes)`. Formats small sizes in bytes only. */
export function describeSize(bytes: number): string {
  const exact = `${bytes.toLocaleString('en-US')} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const mebibytes = (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '');
  return mebibytes === '0' ? exact : `${mebibytes} MiB (${exact})`;
}
