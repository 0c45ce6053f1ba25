import { readFileSync, writeFileSync } from 'node:fs';

import { HOSTED_MODES, OPEN_AMOUNT_FIELDS, USAGE_FIELDS } from '@mytpe-pay/contract';
import { z } from 'zod';

import { CatalogSchema } from '../src/config/catalog-offer.ts';
import type { JsonSchema } from '../src/openapi/schemas.ts';
import { OFFERS_PAGE, withFields } from './offers-page.ts';

export const OFFERS_SCHEMA_FILE = new URL('../offers.schema.json', import.meta.url);

/** Numbers as people write them in YAML: a price, a price with centimes, a phone number. */
const [WHOLE, DECIMAL, PHONE] = ['4500', '4500.50', '+213555123456'] as const;

/**
 * Returns the JSON Schema (draft 7, which all editors support) of the catalog file. It accepts every file that the backend
 * accepts. It does not compare amounts or moments with each other; `--check-config` does.
 */
export function offersSchema(): JsonSchema {
  const schema = z.toJSONSchema(CatalogSchema, { io: 'input', target: 'draft-7', override: adaptToYaml });
  const offer = (schema.properties!['offers'] as { additionalProperties: object }).additionalProperties;
  Object.assign(offer, { allOf: conditions() });
  const { $schema, ...rest } = schema;
  return {
    $schema,
    title: 'offers.yaml of MyTPE Pay',
    description: 'The offers that visitors can pay for.',
    ...rest,
  };
}

/** The schema that zod has converted. */
type Converted = z.core.JSONSchema.BaseSchema;

interface Conversion {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: Converted;
  readonly path: readonly (string | number)[];
}

function adaptToYaml({ zodSchema, jsonSchema, path }: Conversion): void {
  // Editors report a wrong format in words, and a wrong pattern with `patternErrorMessage`.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.pattern !== undefined) jsonSchema['patternErrorMessage'] = messageOf(zodSchema);
  if (jsonSchema.format !== 'date-time' && path.at(-1) !== 'propertyNames') acceptNumber(jsonSchema);
  listKeys(jsonSchema);
}

/** Returns the message of the backend for a text that does not match the pattern. */
function messageOf(schema: z.core.$ZodType): string {
  return z.safeParse(schema, '?').error!.issues.find(({ code }) => code === 'invalid_format')!.message;
}

/** The backend reads a number of the file as its text, so that no amount passes through a float. */
function acceptNumber(schema: Converted): void {
  const { type, pattern } = schema;
  if (type !== 'string' || schema.enum !== undefined || schema.const !== undefined) return;
  const accepts = (text: string): boolean => pattern === undefined || new RegExp(pattern, 'u').test(text);
  if (![WHOLE, DECIMAL, PHONE].some(accepts)) return;
  (schema as { type: unknown }).type = [accepts(DECIMAL) ? 'number' : 'integer', 'string'];
  if (pattern !== undefined) schema.exclusiveMinimum = 0;
}

/** Lists the keys of a record of languages, so that editors complete them. */
function listKeys(schema: Converted): void {
  const keys = (schema.propertyNames as Converted | undefined)?.enum;
  if (keys === undefined) return;
  const value = schema.additionalProperties as Converted;
  delete schema.propertyNames;
  schema.properties = Object.fromEntries(keys.map((key) => [key, { ...value }]));
  schema.additionalProperties = false;
  schema.minProperties = 1;
}

/** The fields that a mode requires, and those that it excludes. */
function conditions(): JsonSchema[] {
  return [
    when({ amount_mode: { const: 'fixed' } }, { required: ['amount'], ...without(OPEN_AMOUNT_FIELDS) }),
    when({ amount_mode: { const: 'open' } }, without(['amount'])),
    when(
      { amount_mode: { const: 'open' }, usage_mode: { enum: HOSTED_MODES } },
      { properties: { entry: { const: 'hosted' } } },
    ),
    ...Object.entries(USAGE_FIELDS).map(([mode, fields]) =>
      when({ usage_mode: { const: mode } }, { required: fields }, without(fields)),
    ),
  ];
}

/** Applies one of two schemas to an offer. @param modes the schemas of the fields that decide. */
function when(modes: JsonSchema, schema: JsonSchema, otherwise?: JsonSchema): JsonSchema {
  return {
    if: { properties: modes, required: Object.keys(modes) },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: schema,
    ...(otherwise && { else: otherwise }),
  };
}

function without(fields: readonly string[]): JsonSchema {
  return { properties: Object.fromEntries(fields.map((field) => [field, false])) };
}

if (import.meta.main) {
  writeFileSync(OFFERS_SCHEMA_FILE, `${JSON.stringify(offersSchema(), null, 2)}\n`);
  writeFileSync(OFFERS_PAGE, withFields(readFileSync(OFFERS_PAGE, 'utf8'), offersSchema()));
}
