import { TokenError } from './token-error.ts';

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const STRING_OR_NUMBER = new RegExp(`${STRING}|-?\\d[\\d.eE+-]*`, 'g');
const NAME_OR_BRACKET = new RegExp(`(${STRING})[ \\t\\r\\n]*(:)?|[{}[\\]]`, 'g');

/** A JSON object, read twice. */
export interface JsonObject {
  /** As `JSON.parse` reads it. */
  readonly value: Readonly<Record<string, unknown>>;
  /** With every number as the text it was written in (`4500.10` is `"4500.10"`): no amount passes through a float. */
  readonly asWritten: Readonly<Record<string, unknown>>;
}

/**
 * Reads a JSON object.
 * @throws TokenError `malformed` when it is none, or when an object in it names a field twice: parsers differ on which
 * one counts, and whoever looked at the token before us may have believed the other.
 */
export function parseJsonObject(text: string): JsonObject {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('a JSON object is expected');
  refuseRepeatedNames(text);
  const quoted = text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`));
  return { value: value as JsonObject['value'], asWritten: parse(quoted) as JsonObject['asWritten'] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw malformed('this is no JSON');
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
      if (open.at(-1)!.has(name)) throw malformed('a field is given twice');
      open.at(-1)!.add(name);
    }
  }
}

function malformed(message: string): TokenError {
  return new TokenError('malformed', message);
}
