import { NumberText, parseJson, plainJson } from '../wire/json-text.ts';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The maximum length of an id or an event name. A longer string is ignored. */
const MAX_TEXT = 255;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

/** Parses the body as an object whose numbers keep their digits. Returns `{}` if the body is not a JSON object. */
export function parsePayload(bytes: Uint8Array): JsonObject {
  try {
    const value = parseJson(new TextDecoder().decode(bytes));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * Converts the numbers of an object to plain numbers. Returns `{}` for any other value, and for extremely deep nesting.
 */
export function plainObject(value: unknown): JsonObject {
  try {
    return isObject(value) ? (plainJson(value) as JsonObject) : {};
  } catch {
    return {};
  }
}

/** Returns the first short string at one of these paths (`payment_link.id`). Returns a number as its digits. */
export function textAt(value: JsonObject, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const found = valueAt(value, path);
    const text = found instanceof NumberText ? found.text : found;
    if (typeof text === 'string' && text !== '' && text.length <= MAX_TEXT) return text;
  }
  return undefined;
}

export function valueAt(value: JsonObject, path: string): unknown {
  let found: unknown = value;
  for (const key of path.split('.')) found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}
