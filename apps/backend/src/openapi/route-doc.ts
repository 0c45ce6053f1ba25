import { type ErrorCode, ERRORS, LANGUAGES } from '@mytpe-pay/contract';
import type { FastifyInstance } from 'fastify';

import type { JsonSchema, SchemaName } from './schemas.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Describes the route for `/openapi.json`. Called when that document is first requested, not at the start. */
    readonly doc?: () => RouteDoc;
  }
}

/** The sections of the document, in the order of the reference page. */
export type Tag = 'Pages' | 'Without JavaScript' | 'Scripts' | 'Webhooks' | 'Operation' | 'Administration';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
}

interface Header {
  readonly description: string;
  readonly schema: JsonSchema;
}

export type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** One response of a route, as OpenAPI writes it. */
export interface ResponseDoc {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Content;
}

/** The documentation of a route, given in its options as `config: { doc: () => … }`. */
export interface RouteDoc {
  readonly operationId: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  /** Alternatives, by names of security schemes; `{}` is a request without any. Absent: the route is public. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  /** Responses by status. */
  readonly responses: Readonly<Record<string, ResponseDoc>>;
}

/** A registered route with its documentation. */
export interface DocumentedRoute {
  readonly method: string;
  /** The pattern of the route with its prefix, such as `/v1/links/:id`. */
  readonly url: string;
  readonly doc: () => RouteDoc;
}

/**
 * Collects the documentation of every route that is registered on `app` from now on, plugins included. The list grows as
 * routes are registered. `HEAD` routes, which Fastify derives from `GET` routes, are left out.
 */
export function collectRouteDocs(app: FastifyInstance): readonly DocumentedRoute[] {
  const routes: DocumentedRoute[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    const doc = config?.doc;
    if (!doc) return;
    for (const name of [method].flat()) if (name !== 'HEAD') routes.push({ method: name, url, doc });
  });
  return routes;
}

export const text = { type: 'string' } as const;

/** A reference to a schema of the document's components. */
export function schemaRef(name: SchemaName): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

export function inPath(name: string, description: string, schema: JsonSchema): Parameter {
  return { name, in: 'path', required: true, description, schema };
}

export function inQuery(name: string, description: string, schema: JsonSchema = text): Parameter {
  return { name, in: 'query', required: false, description, schema };
}

/** The parameter `?lang=`, which every route with translated text accepts. */
export const lang = inQuery('lang', 'The language of the texts. Default: `Accept-Language`, else French.', {
  type: 'string',
  enum: LANGUAGES,
});

/** A required JSON body of a named schema. */
export function jsonBody(name: SchemaName): NonNullable<RouteDoc['requestBody']> {
  return { required: true, content: { 'application/json': { schema: schemaRef(name) } } };
}

/** A JSON response of a named schema. */
export function json(description: string, name: SchemaName, headers?: ResponseDoc['headers']): ResponseDoc {
  return typed(description, 'application/json', schemaRef(name), headers);
}

/** A response of any media type; its schema is text by default. */
export function typed(
  description: string,
  type: string,
  schema: JsonSchema = text,
  headers?: ResponseDoc['headers'],
): ResponseDoc {
  return { description, ...(headers && { headers }), content: { [type]: { schema } } };
}

export function header(description: string, schema: JsonSchema = text): Header {
  return { description, schema };
}

export const etag = header('Changes with the response. Send it back as `If-None-Match`.');
export const NOT_MODIFIED: ResponseDoc = { description: 'Not modified.' };

/** Problem codes that most routes can return. */
export const ALWAYS = ['rate_limited', 'internal'] as const;
/** Problem codes of routes that call MyTPE. */
export const UPSTREAM = ['upstream_rejected', 'upstream_unavailable', 'misconfigured'] as const;
/** Problem codes of routes that read an offer token. */
export const TOKEN = ['offer_token_invalid', 'offer_token_expired'] as const;
/** Problem codes of routes that create a link. */
export const CREATE_LINK: readonly ErrorCode[] = [
  'validation_failed',
  'idempotency_key_required',
  ...TOKEN,
  'origin_not_allowed',
  'offer_not_found',
  'offer_changed',
  'offer_unavailable',
  'amount_required',
  'amount_not_accepted',
  'amount_below_min',
  'amount_above_max',
  'amount_off_step',
  'idempotency_key_reused',
  ...ALWAYS,
  ...UPSTREAM,
];

const RETRY_AFTER = { 'Retry-After': header('Seconds until a retry makes sense.', { type: 'integer', minimum: 1 }) };
const WITH_RETRY_AFTER: readonly ErrorCode[] = ['rate_limited', 'challenge_required', 'upstream_unavailable'];

/** The problem responses of a route by status; each lists its codes. */
export function problems(...codes: readonly ErrorCode[]): Record<string, ResponseDoc> {
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  return Object.fromEntries(statuses.map((status) => [String(status), problemResponse(codes, status)]));
}

function problemResponse(codes: readonly ErrorCode[], status: number): ResponseDoc {
  const own = codes.filter((code) => ERRORS[code].status === status);
  const schema = { allOf: [schemaRef('Problem'), { properties: { code: { enum: own } } }] };
  const waits = own.some((code) => WITH_RETRY_AFTER.includes(code));
  const description = own.map((code) => `\`${code}\``).join(', ');
  return typed(description, 'application/problem+json', schema, waits ? RETRY_AFTER : undefined);
}

/** A problem response without a code, for failures that the closed list of codes does not have. */
export function plainProblem(description: string): ResponseDoc {
  const properties = { title: text, status: { type: 'integer' } };
  return typed(description, 'application/problem+json', { type: 'object', required: ['title', 'status'], properties });
}

/** The documentation of an operator's route: adds the tag, the security scheme and the 401 response. */
export function forOperator(doc: Omit<RouteDoc, 'tag' | 'security'>): RouteDoc {
  const responses = { ...doc.responses, 401: plainProblem('The operator’s token is missing or wrong.') };
  return { ...doc, tag: 'Administration', security: [{ operator: [] }], responses };
}
