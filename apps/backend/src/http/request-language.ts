import { LANGUAGES, type Language, isLanguage } from '@mytpe-pay/contract/money';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

const DEFAULT_LANGUAGE: Language = 'fr';
// Browsers send few different headers; the bound is for those who are no browsers.
const known = new LRUCache<string, Language>({ max: 500 });
const OFFERED = ['fr', 'ar', 'en'];

/** The language of an answer: `?lang=`, else what the browser prefers, else French. */
export function requestLanguage(request: FastifyRequest): Language {
  // There is no query where the address could not even be read.
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
