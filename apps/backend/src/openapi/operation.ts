import { type ErrorCode, ERRORS } from '@mytpe-pay/contract';

import { type JsonSchema, type SchemaName, schemaRef } from './schemas.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** One method of one path, as OpenAPI 3.1 writes it. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<Record<string, Answer>>;
}

/** Operations by path and method. */
export type Operations = Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', Operation>>>>>;

export const text = { type: 'string' } as const;

export function inPath(name: string, description: string, schema: JsonSchema): Parameter {
  return { name, in: 'path', required: true, description, schema };
}

export function inQuery(name: string, description: string, schema: JsonSchema = text): Parameter {
  return { name, in: 'query', required: false, description, schema };
}

export function json(description: string, name: SchemaName, headers?: Answer['headers']): Answer {
  return typed(description, 'application/json', schemaRef(name), headers);
}

export function typed(
  description: string,
  type: string,
  schema: JsonSchema = text,
  headers?: Answer['headers'],
): Answer {
  return { description, ...(headers && { headers }), content: { [type]: { schema } } };
}

export function header(description: string, schema: JsonSchema = text): { description: string; schema: JsonSchema } {
  return { description, schema };
}

const RETRY_AFTER = { 'Retry-After': header('Seconds until a retry makes sense.', { type: 'integer', minimum: 1 }) };
const WITH_RETRY_AFTER: readonly ErrorCode[] = ['rate_limited', 'challenge_required', 'upstream_unavailable'];

/** The failures an operation can answer with, by status; each names its codes. */
export function problems(...codes: readonly ErrorCode[]): Record<string, Answer> {
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  return Object.fromEntries(statuses.map((status) => [String(status), problemAnswer(codes, status)]));
}

function problemAnswer(codes: readonly ErrorCode[], status: number): Answer {
  const own = codes.filter((code) => ERRORS[code].status === status);
  const schema = { allOf: [schemaRef('Problem'), { properties: { code: { enum: own } } }] };
  const waits = own.some((code) => WITH_RETRY_AFTER.includes(code));
  const description = own.map((code) => `\`${code}\``).join(', ');
  return typed(description, 'application/problem+json', schema, waits ? RETRY_AFTER : undefined);
}

const PlainProblem = {
  type: 'object',
  required: ['title', 'status'],
  properties: { title: text, status: { type: 'integer' } },
};

/** A failure that has no code: there is nothing here, or not for this caller. */
export function plainProblem(description: string): Answer {
  return typed(description, 'application/problem+json', PlainProblem);
}
