import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';

import { Problem } from '../lib/problem.ts';

/** Accepts only `application/json` bodies on the routes of `app`; {@link parseJsonBody} parses them. */
export function acceptOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    try {
      done(null, parsed(body));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** The presses on one button send the same short body. A body with a token is longer and rarely repeated. */
const CACHED_BYTES = 256;
const cache = new LRUCache<string, object>({ max: 500 });

/** Parses a body. Equal short bodies give the same frozen object. */
function parsed(body: Buffer): unknown {
  if (body.length > CACHED_BYTES) return parseJsonBody(decoded(body));
  // Latin-1 has a character for each byte: no two bodies have the same text.
  const key = body.toString('latin1');
  const known = cache.get(key);
  if (known) return known;
  const value = parseJsonBody(decoded(body));
  if (typeof value === 'object' && value !== null) cache.set(key, Object.freeze(value));
  return value;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes UTF-8. Refuses invalid bytes instead of replacing them, so that the backend reads exactly what was sent. */
function decoded(body: Buffer): string {
  try {
    return UTF8.decode(body);
  } catch {
    throw new Problem('validation_failed', { errors: [{ path: '', message: 'the body is not valid UTF-8' }] });
  }
}

/**
 * Parses a request body.
 * @throws Problem `validation_failed` when the text is not JSON, is nested more than 32 levels deep, or when its object has a
 * duplicate field. `JSON.parse` would keep the last value, while a proxy in front may have checked the first.
 */
export function parseJsonBody(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body.
    throw new Problem('validation_failed', { errors: [{ path: '', message: 'the body is not valid JSON' }] });
  }
  const twice = repeatedField(text);
  if (twice === undefined) return value;
  throw new Problem('validation_failed', { errors: [{ path: twice.slice(0, 100), message: 'given twice' }] });
}

/** No accepted body is nested deeper than 4. A body of unlimited depth would exhaust the stack of recursive code. */
const MAX_DEPTH = 32;

/** Returns the first field that the outermost object of a valid JSON text has twice. @throws Problem when it is too deep. */
function repeatedField(text: string): string | undefined {
  const names = new Set<string>();
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:[ \t\r\n]*:)?|[{}[\]]/g)) {
    if (depth > MAX_DEPTH)
      throw new Problem('validation_failed', { errors: [{ path: '', message: 'nested too deeply' }] });
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token.endsWith(':')) {
      const name = JSON.parse(token.slice(0, -1)) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
  }
  return undefined;
}
