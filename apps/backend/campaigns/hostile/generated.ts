import { createHmac } from 'node:crypto';

import type { OpenApiDocument, Operation } from '../../src/openapi/build-document.ts';
import type { Parameter } from '../../src/openapi/route-doc.ts';
import type { JsonSchema } from '../../src/openapi/schemas.ts';
import { evilText } from './evil-text.ts';
import { KEY_MARK, moreHeaders, wrongBody } from './hostile-headers.ts';
import type { Chance } from './random.ts';
import { type Header, type HostileRequest, written } from './request.ts';
import { type Pool, type ValueSource, mutated, validValue } from './schema-values.ts';

/** The sources of generated requests. */
export interface Generation {
  readonly document: OpenApiDocument;
  readonly pool: Pool;
  readonly chance: Chance;
  readonly adminToken: string;
  readonly webhookSecret: string;
  /** Seconds since 1970, for signatures. */
  readonly now: () => number;
}

interface Route {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

interface Source extends ValueSource {
  /** Probability that a part of this request is wrong, 0 to 1. */
  readonly wrong: number;
}

const OTHER_METHODS = ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY', 'GET', 'POST'];
/** Share of valid requests. */
const RIGHT = 0.4;
/** In the other requests, the probability that a part is wrong. */
const WRONG = 0.3;

/** Returns a generator of requests to every documented route; {@link RIGHT} of them are valid. */
export function createGenerator(generation: Generation): () => HostileRequest {
  const { document, chance } = generation;
  const all: Route[] = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  // Routes without parameters and body need few requests: only their headers can be wrong.
  const withInput = all.filter(({ operation }) => operation.parameters || operation.requestBody);
  let attempts = 0;
  return () => {
    const wrong = chance.happens(RIGHT) ? 0 : WRONG;
    const source: Source = { schemas: document.components.schemas, pool: generation.pool, chance, wrong };
    const route = chance.pick(chance.happens(0.85) ? withInput : all);
    const { parameters = [] } = route.operation;
    const otherMethod = chance.happens(wrong / 2);
    const method = otherMethod ? chance.pick(OTHER_METHODS) : route.method;
    const key = `${KEY_MARK}${chance.happens(0.2) ? chance.below(attempts + 1) : ++attempts}`;
    const more = wrong === 0 ? [] : moreHeaders(chance);
    const headers = [...operationHeaders(generation, source, route, key), ...more];
    const sent = route.operation.requestBody && method !== 'HEAD' ? body(generation, source, route) : null;
    return written({
      family: otherMethod ? 'generated: other methods' : `generated: ${route.path}`,
      method,
      operation: otherMethod ? null : route.operation.operationId,
      target: target(source, route.path, parameters),
      headers: [...headers, ...(sent?.headers ?? [])],
      body: sent?.body ?? null,
    });
  };
}

function target(source: Source, path: string, parameters: readonly Parameter[]): string {
  const { chance, wrong } = source;
  const value = ({ schema, name }: Parameter): string => {
    const given = chance.happens(wrong) ? evilText(chance) : String(validValue(source, schema, name));
    return chance.happens(wrong / 3) ? given : encoded(given);
  };
  const filled = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, parameter) => text.replace(`{${parameter.name}}`, () => value(parameter)), path);
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && chance.happens(0.4))
    .flatMap((parameter) => {
      const times = chance.happens(wrong / 3) ? 2 : 1;
      return Array.from({ length: times }, () => `${parameter.name}=${value(parameter)}`);
    });
  if (chance.happens(wrong / 6)) query.push(`${encoded(evilText(chance))}[]=${encoded(evilText(chance))}`);
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}

/** Percent-encodes text like a browser; half a surrogate pair becomes bytes that are not valid UTF-8. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ed%a0%80';
  }
}

function operationHeaders(
  { chance, adminToken }: Generation,
  { wrong }: Source,
  { operation }: Route,
  key: string,
): Header[] {
  const headers: Header[] = [];
  if (operation.parameters?.some(({ in: where }) => where === 'header') && !chance.happens(wrong / 3))
    headers.push(['idempotency-key', chance.happens(wrong / 3) ? evilText(chance) : key]);
  if (operation.security && !chance.happens(wrong / 2)) {
    const guesses = [`Bearer ${adminToken}x`, `bearer ${adminToken}`, `Basic ${adminToken}`, 'Bearer', adminToken];
    headers.push(['authorization', chance.happens(wrong / 2) ? chance.pick(guesses) : `Bearer ${adminToken}`]);
  }
  return headers;
}

function body(
  { chance, webhookSecret, now }: Generation,
  source: Source,
  { operation }: Route,
): { readonly body: Buffer; readonly headers: readonly Header[] } {
  const [[type, { schema }]] = Object.entries(operation.requestBody!.content) as [[string, { schema: object }]];
  const right = rightBody(source, operation.operationId) ?? validValue(source, schema as JsonSchema, 'body');
  const value = chance.happens(source.wrong) ? mutated(chance, right) : right;
  const bytes = type.includes('json') ? Buffer.from(JSON.stringify(value)) : asForm(value);
  const signed: Header[] =
    operation.operationId === 'receiveWebhook' && !chance.happens(source.wrong)
      ? signatureOf(bytes, webhookSecret, now())
      : [];
  if (chance.happens(source.wrong / 2)) {
    const sent = wrongBody(chance, bytes);
    return { ...sent, headers: [...sent.headers, ...signed] };
  }
  return { body: bytes, headers: [['content-type', type], ...signed] };
}

/** Returns a valid body for operations whose fields depend on each other, which a schema cannot express. */
function rightBody({ pool, chance }: Source, operation: string): object | null {
  const known = (name: string): string => chance.pick(pool.get(name)!);
  switch (operation) {
    case 'createLink':
      return chance.happens(0.3) ? null : chance.pick(LINK_REQUESTS);
    case 'signOffer':
      return chance.happens(0.3)
        ? null
        : { title: 'Facture', amount_mode: 'fixed', amount: 500, usage_mode: 'one_shot' };
    case 'receiveWebhook':
      return {
        event: chance.pick(['transaction.paid', 'link.exhausted', 'moon.risen']),
        delivery_id: `d${chance.below(500)}`,
        data: { link_id: known('LinkId'), metadata: { our_ref: known('LinkId') } },
      };
    default:
      return null;
  }
}

const LINK_REQUESTS = [
  { offer: 'tshirt' },
  { offer: 'tshirt', reference: 'order-1' },
  { offer: 'donation', amount: '1500.00' },
  { offer: 'donation' },
  { offer: 'invoice', amount: '1234.56' },
  { offer: 'pay-us' },
];

function asForm(value: unknown): Buffer {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [[String(value), '']];
  const text = fields
    .map(([name, item]) => `${encoded(name)}=${encoded(typeof item === 'string' ? item : JSON.stringify(item))}`)
    .join('&');
  return Buffer.from(text);
}

/** Signs a delivery like MyTPE. */
function signatureOf(bytes: Buffer, secret: string, seconds: number): Header[] {
  const signature = createHmac('sha256', secret).update(`${seconds}.`).update(bytes).digest('hex');
  return [
    ['x-mytpepay-signature', `sha256=${signature}`],
    ['x-mytpepay-timestamp', String(seconds)],
  ];
}
