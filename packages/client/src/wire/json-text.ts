// TypeScript's library does not know ECMAScript's "JSON.parse source text access" yet; Node has it since 21.
const json = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** A JSON number as it was written, because money must not pass through a binary float. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Reads JSON, keeping every number as {@link NumberText}.
 * @throws SyntaxError when `text` is no JSON, RangeError when it is nested absurdly deep.
 */
export function parseJson(text: string): unknown {
  return json.parse(text, (_key, value, { source }) => (typeof value === 'number' ? new NumberText(source!) : value));
}

/** The same value with plain numbers again, for free-form data such as metadata. */
export function plainJson(value: unknown): unknown {
  if (value instanceof NumberText) return Number(value.text);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainJson(inner)]));
}

/** A value that `JSON.stringify` writes as exactly this number, digit for digit. */
export function numberLiteral(text: string): unknown {
  return json.rawJSON(text);
}
