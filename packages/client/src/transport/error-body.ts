import type { FieldMessages } from '../errors/api-error.ts';
import { parseJson } from '../wire/json-text.ts';

/** What an error answer says, as far as it says it in the API's own form. */
export interface ErrorBody {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly fields: FieldMessages;
}

const MAX_TEXT = 500;
const MAX_FIELDS = 50;
const MAX_MESSAGES = 10;

/**
 * Reads `{error, message, errors}`, every part of it optional. `undefined` when the body is no JSON object.
 * `redact` sees each text whole, before it is cut to a readable length.
 */
export function parseErrorBody(body: string | null, redact: (text: string) => string): ErrorBody | undefined {
  const value = parsedObject(body);
  if (value === undefined) return undefined;
  const read = (text: unknown) => shortText(text, redact);
  return { code: read(value['error']), message: read(value['message']), fields: fieldMessages(value['errors'], read) };
}

/** A value is a list of messages or one message; `allowed_payers.0` belongs to the field `allowed_payers`. */
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
