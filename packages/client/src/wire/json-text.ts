// TypeScript's library does not declare ECMAScript's "JSON.parse source text access" yet. Node supports it since
// version 21.
const json = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** The original text of a JSON number. Amounts must not become binary floats. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Parses JSON. Returns every number as {@link NumberText}.
 * @throws SyntaxError if `text` is not JSON. RangeError if it is nested too deeply.
 */
export function parseJson(text: string): unknown {
  return json.parse(text, (_key, value, { source }) => (typeof value === 'number' ? new NumberText(source!) : value));
}

/** Converts {@link NumberText} back to plain numbers, for arbitrary data such as metadata. */
export function plainJson(value: unknown): unknown {
  if (value instanceof NumberText) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainJson(inner)]));
}

/** Returns a value that `JSON.stringify` writes as exactly this number. */
export function numberLiteral(text: string): unknown {
  return json.rawJSON(text);
}
