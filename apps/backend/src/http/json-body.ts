import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';

import { Problem } from '../lib/problem.ts';

/** Takes `application/json` and nothing else, read by {@link parseJsonBody}. */
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

/** The presses on one button send the same few bytes. A body with a token is longer and comes once. */
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

/** Bytes that are no UTF-8 are refused rather than replaced: what is read is what was sent. */
function decoded(body: Buffer): string {
  try {
    return UTF8.decode(body);
  } catch {
    throw new Problem('validation_failed', { errors: [{ path: '', message: 'the body is not valid UTF-8' }] });
  }
}

/**
 * Reads a request body.
 * @throws Problem `validation_failed` when it is no JSON, too deep, or when its object names a field twice: JSON.parse would keep
 * the last one, and whoever reads the request before us may have believed the first.
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

/** Nothing we take is nested deeper than 4; what is deep without end exhausts the stack of whoever walks it later. */
const MAX_DEPTH = 32;

/** The first name that the outermost object of a valid JSON text holds twice. @throws Problem when it is too deep. */
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
