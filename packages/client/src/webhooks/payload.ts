import { NumberText, parseJson, plainJson } from '../wire/json-text.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Ids and event names are short; what is longer is none. */
const MAX_TEXT = 255;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

/** The body as an object whose numbers keep their digits; an empty one when it is none. */
export function parsePayload(bytes: Uint8Array): JsonObject {
  try {
    const value = parseJson(new TextDecoder().decode(bytes));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** With plain numbers; empty when it is no object, or one nested absurdly deep. */
export function plainObject(value: unknown): JsonObject {
  try {
    return isObject(value) ? (plainJson(value) as JsonObject) : {};
  } catch {
    return {};
  }
}

/** What lies at the first of these paths (`payment_link.id`) that leads to a short text; a number counts as its digits. */
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
