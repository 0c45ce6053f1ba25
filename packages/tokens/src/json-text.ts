import { TokenError } from './token-error.ts';

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const STRING_OR_NUMBER = new RegExp(`${STRING}|-?\\d[\\d.eE+-]*`, 'g');
const NAME_OR_BRACKET = new RegExp(`(${STRING})[ \\t\\r\\n]*(:)?|[{}[\\]]`, 'g');

/** A JSON object in two representations. */
export interface JsonObject {
  /** The result of `JSON.parse`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** The same, with every number as its original text (`4500.10` is `"4500.10"`), so that no amount becomes a float. */
  readonly asWritten: Readonly<Record<string, unknown>>;
}

/**
 * Parses a JSON object.
 * @throws TokenError `malformed` if the text is not a JSON object, or if an object contains a field twice. Parsers
 *   disagree on which of the two fields counts, so another program may have read a different value.
 */
export function parseJsonObject(text: string): JsonObject {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('the JSON must be an object');
  refuseRepeatedNames(text);
  const quoted = text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`));
  return { value: value as JsonObject['value'], asWritten: parse(quoted) as JsonObject['asWritten'] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the text, so it is not passed on.
    throw malformed('the text is not JSON');
  }
}

/** @param text valid JSON. */
function refuseRepeatedNames(text: string): void {
  const open: Set<string>[] = [];
  for (const [token, string, colon] of text.matchAll(NAME_OR_BRACKET)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (string !== undefined && colon !== undefined) {
      const name = JSON.parse(string) as string;
      if (open.at(-1)!.has(name)) throw malformed('a field occurs twice');
      open.at(-1)!.add(name);
    }
  }
}

function malformed(message: string): TokenError {
  return new TokenError('malformed', message);
}
