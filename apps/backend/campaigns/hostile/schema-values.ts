import type { JsonSchema } from '../../src/openapi/schemas.ts';
import { evilText } from './evil-text.ts';
import type { Chance } from './random.ts';

/** Values that exist in the service, by the name of their schema or parameter. */
export type Pool = Map<string, string[]>;

export interface ValueSource {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly pool: Pool;
  readonly chance: Chance;
}

/** Returns a value that the schema allows. Prefers values that exist in the service. */
export function validValue(source: ValueSource, schema: JsonSchema, name: string): unknown {
  const { pool, chance, schemas } = source;
  const known = pool.get(name);
  if (known && known.length > 0) return chance.pick(known);
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const referred = ref.split('/').at(-1)!;
    return validValue(source, schemas[referred] ?? {}, referred);
  }
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return chance.pick(schema['enum'] as unknown[]);
  return valueOfType(source, schema);
}

function valueOfType(source: ValueSource, schema: JsonSchema): unknown {
  const { chance } = source;
  switch (schema['type']) {
    case 'object':
      return validObject(source, schema);
    case 'array':
      return [validValue(source, (schema['items'] ?? {}) as JsonSchema, 'item')];
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 0) + chance.below(50);
    case 'boolean':
      return chance.happens(0.5);
    default:
      return schema['format'] === 'date-time' ? '2026-11-21T10:00:00Z' : `v${chance.below(1000)}`;
  }
}

function validObject(source: ValueSource, schema: JsonSchema): Record<string, unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const required = (schema['required'] ?? []) as string[];
  // `oneOf`: exactly one of these properties is present.
  const choices = ((schema['oneOf'] ?? []) as { required?: string[] }[]).flatMap((choice) => choice.required ?? []);
  const chosen = choices.length > 0 ? source.chance.pick(choices) : null;
  const present = properties.filter(([name]) => {
    if (choices.includes(name)) return name === chosen;
    return required.includes(name) || source.chance.happens(0.4);
  });
  return Object.fromEntries(present.map(([name, inner]) => [name, validValue(source, inner, name)]));
}

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
const prototypeKeys = (): unknown =>
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"polluted":1}},"toString":1}');

/** Returns a random JSON value, for a place where the schema expects a different one. */
export function wrongValue(chance: Chance): unknown {
  const text = evilText(chance);
  const others = [null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 1, [], {}, [text], { [text]: text }];
  return chance.pick<() => unknown>([
    () => text,
    () => text,
    () => chance.pick(others),
    () => nested(chance.pick([3, 100, 3000])),
    prototypeKeys,
    () => Array.from({ length: 1000 }, (_, at) => at),
  ])();
}

/** Returns the value with one part replaced, added or removed. */
export function mutated(chance: Chance, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || chance.happens(0.15)) return wrongValue(chance);
  const entries = Object.entries(value);
  const at = chance.below(entries.length);
  return chance.pick<() => unknown>([
    () => Object.fromEntries(entries.map(([key, item], index) => [key, index === at ? wrongValue(chance) : item])),
    () => Object.fromEntries(entries.filter((_, index) => index !== at)),
    () => ({ ...value, [evilText(chance)]: wrongValue(chance) }),
    () => [value, value],
    () => Object.assign(prototypeKeys() as object, value),
  ])();
}
