import type { FieldMessages } from '../errors.ts';
import { parseJson } from '../wire/json-text.ts';

/** The content of an error response in the API's documented format. */
export interface ErrorBody {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly fields: FieldMessages;
}

const MAX_TEXT = 500;
const MAX_FIELDS = 50;
const MAX_MESSAGES = 10;

/**
 * Parses `{error, message, errors}`. All fields are optional. Returns `undefined` if the body is not a JSON object.
 * Calls `redact` before it truncates a string, so that no part of a secret remains.
 */
export function parseErrorBody(body: string | null, redact: (text: string) => string): ErrorBody | undefined {
  const value = parsedObject(body);
  if (value === undefined) return undefined;
  const read = (text: unknown) => shortText(text, redact);
  return { code: read(value['error']), message: read(value['message']), fields: fieldMessages(value['errors'], read) };
}

/** Reads a message or a list of messages for each field. Counts `allowed_payers.0` as the field `allowed_payers`. */
function fieldMessages(errors: unknown, read: (text: unknown) => string | undefined): FieldMessages {
  if (!isObject(errors)) return {};
  const fields = new Map<string, string[]>();
  for (const [key, value] of Object.entries(errors).slice(0, MAX_FIELDS)) {
    const name = read(key.split('.', 1)[0]) ?? 'body';
    const messages = (Array.isArray(value) ? value : [value]).map(read).filter((text) => text !== undefined);
    fields.set(name, [...(fields.get(name) ?? []), ...messages].slice(0, MAX_MESSAGES));
  }
  return Object.fromEntries(fields);
}

function parsedObject(body: string | null): Record<string, unknown> | undefined {
  try {
    const value = parseJson(body ?? '');
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shortText(value: unknown, redact: (text: string) => string): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const text = redact(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
