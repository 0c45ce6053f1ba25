import { randomBytes } from 'node:crypto';

import { isLanguage, type Language, LANGUAGES } from '@mytpe-pay/contract/money';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { z } from 'zod';

import type { Settings } from '../config/settings-schema.ts';
import { Problem } from '../lib/problem.ts';
import type { LinkService } from '../links/link-service.ts';
import type { ScriptLibrary } from './script-library.ts';
import type { ReadLimit } from './limits.ts';

/** The services and settings that route modules receive. */
export interface RouteContext {
  readonly service: LinkService;
  readonly settings: Settings;
  readonly scripts: ScriptLibrary;
  /** `MAX_READS_PER_MINUTE`, shared by all routes except probes, scripts and webhooks. */
  readonly limitReads: ReadLimit;
}

/**
 * Parses input with a schema.
 * @param at the path of the input in error messages, for example a header's name.
 * @throws Problem `validation_failed`, which names up to 20 invalid fields.
 */
export function validated<T>(schema: z.ZodType<T>, input: unknown, at = ''): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).flatMap((issue) => {
    const path = [at, ...issue.path.map(String)].filter(Boolean).join('.');
    // An unknown field is reported by its own name, truncated because the client chose it.
    if (issue.code === 'unrecognized_keys')
      return issue.keys.slice(0, 20).map((key) => ({ path: key.slice(0, 100), message: 'unknown field' }));
    return [{ path, message: issue.message.slice(0, 300) }];
  });
  throw new Problem('validation_failed', { errors });
}

/** Does the same as {@link validated} for bodies that the JSON parser may return again. Caches the result with the body. */
export function validatedOnce<T>(schema: z.ZodType<T>): (body: unknown) => T {
  const results = new WeakMap<object, T>();
  return (body) => {
    if (typeof body !== 'object' || body === null) return validated(schema, body);
    const known = results.get(body);
    if (known !== undefined) return known;
    const result = validated(schema, body);
    results.set(body, result);
    return result;
  };
}

const DEFAULT_LANGUAGE: Language = 'fr';
// Browsers send few different headers; the bound protects the memory from other clients.
const known = new LRUCache<string, Language>({ max: 500 });
const OFFERED = ['fr', 'ar', 'en'];

/** Returns the language of the response: `?lang=`, else the browser's preference, else French. */
export function requestLanguage(request: FastifyRequest): Language {
  // The query is missing when the address could not be parsed.
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  if (isLanguage(lang)) return lang;
  const header = request.headers['accept-language'];
  if (!header || header.length > 200) return DEFAULT_LANGUAGE;
  let language = known.get(header);
  if (!language) {
    const preferred = new Negotiator(request.raw).languages([...OFFERED])[0];
    language = LANGUAGES.find((name) => name === preferred) ?? DEFAULT_LANGUAGE;
    known.set(header, language);
  }
  return language;
}

/** Headers that must not occur twice: a proxy and this service could each use a different value. */
const SINGLE = ['Host', 'Origin', 'Content-Type', 'Authorization', 'Sec-Fetch-Site', 'Idempotency-Key'];
const LOWER_CASE = SINGLE.map((name) => name.toLowerCase());
/** One bit for each length in the list, so that most headers of a request need no comparison. */
const LENGTHS = SINGLE.reduce((bits, { length }) => bits | (1 << length), 0);

/**
 * Returns the first header that occurs twice although it must occur once, or `undefined`.
 * @param raw names and values in turn, as `IncomingMessage.rawHeaders` has them.
 */
export function repeatedHeader(raw: readonly string[]): string | undefined {
  let seen = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!;
    if (name.length > 15 || ((LENGTHS >> name.length) & 1) === 0) continue;
    const index = LOWER_CASE.indexOf(name.toLowerCase());
    if (index < 0) continue;
    if ((seen >> index) & 1) return SINGLE[index];
    seen |= 1 << index;
  }
  return undefined;
}

const ID_BYTES = 12;
const IDS_AT_ONCE = 512;

/**
 * Creates a generator of request ids: 96 random bits, base64url. Random ids do not reveal the number of requests, as
 * counted ones would. Random bytes are drawn for 512 ids in one call, because a call per request would dominate the hot path.
 */
export function createRequestIds(): () => string {
  let random = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === random.length) {
      random = randomBytes(ID_BYTES * IDS_AT_ONCE);
      at = 0;
    }
    return random.toString('base64url', at, (at += ID_BYTES));
  };
}

/** The headers of JSON for this client only. */
export const PRIVATE_JSON = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** Sends JSON that only this client may see; no cache stores it. */
export function sendPrivateJson(reply: FastifyReply, body: object): FastifyReply {
  return reply.headers(PRIVATE_JSON).send(JSON.stringify(body));
}
