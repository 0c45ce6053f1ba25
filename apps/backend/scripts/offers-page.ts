/** The page that documents the fields of `offers.yaml`. */
export const OFFERS_PAGE = new URL('../../docs/src/content/docs/reference/offers.md', import.meta.url);

/** The part of JSON Schema that the schema of the offers uses. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema | false>>;
  readonly additionalProperties?: Schema | false;
  readonly required?: readonly string[];
  readonly allOf?: readonly { readonly if: Schema; readonly then?: Schema; readonly else?: Schema }[];
}

/** Returns the page with its tables written from the schema. @throws Error if a marker of a table is missing. */
export function withFields(page: string, schema: object): string {
  const { properties } = schema as Schema;
  const { defaults, offers } = properties as Record<string, Schema>;
  const tables = { defaults: defaults!, offer: offers!.additionalProperties as Schema };
  return Object.entries(tables).reduce((text, [name, fields]) => {
    const [begin, end] = [`<!-- ${name}: begin -->\n`, `<!-- ${name}: end -->`];
    const [before, rest] = text.split(begin);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`the page has no table ${name}`);
    return `${before}${begin}\n${table(fields)}\n${end}${after}`;
  }, page);
}

function table(schema: Schema): string {
  const rows = Object.entries(schema.properties as Record<string, Schema>).map(
    ([name, field]) => `| \`${name}\` | ${valueOf(field)}${requiredBy(schema, name)} | ${field.description} |\n`,
  );
  return `| field | value | meaning |\n|---|---|---|\n${rows.join('')}`;
}

/** Returns the kind of value that a field takes. */
function valueOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const types = [schema.type ?? []].flat();
  if (types.includes('boolean')) return '`true`, `false`';
  if (types.includes('array')) return `list of at most ${count(schema.maxItems!)}`;
  if (schema.maxProperties !== undefined) return 'texts by name';
  if (schema.format === 'date-time') return 'date and time';
  if (schema.pattern !== undefined) return types.includes('integer') ? 'whole number' : 'amount';
  const longest = schema.maxLength ?? schema.anyOf?.[0]?.maxLength;
  if (longest === undefined) throw new Error(`no name for the value of ${JSON.stringify(schema)}`);
  return `text of at most ${count(longest)} characters`;
}

const count = (number: number): string => number.toLocaleString('en');

/** Returns a note if the field is required: always, or with another field's value. */
function requiredBy(schema: Schema, name: string): string {
  if (schema.required?.includes(name)) return '; **required**';
  const reasons = (schema.allOf ?? [])
    .filter(({ then }) => then?.required?.includes(name))
    .map(({ if: { properties } }) =>
      Object.entries(properties as Record<string, Schema>).map(([field, { const: value }]) => `\`${field}: ${value}\``),
    );
  return reasons.length === 0 ? '' : `; **required** with ${reasons.flat().join(', ')}`;
}
