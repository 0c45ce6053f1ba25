import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { z } from 'zod';

import { parseJson } from '../src/wire/json-text.ts';

/** A response with a value in every field. */
export type Sample = Readonly<Record<string, unknown>>;

/** Parses a value as the client parses a response body. @throws ZodError */
export function read(schema: z.ZodType<object>, value: object): Sample {
  return schema.parse(parseJson(JSON.stringify(value))) as Sample;
}

/** Tests that hold for every response: optional fields may be absent or null, and unknown fields are ignored. */
export function responseContract(schema: z.ZodType<object>, sample: Sample, required: readonly string[]): void {
  const optional = Object.keys(sample).filter((name) => !required.includes(name));

  it('distinguishes absent fields from null', () => {
    const presence = fc.constantFrom('absent', 'null', 'there');
    fc.assert(
      fc.property(fc.record(Object.fromEntries(optional.map((name) => [name, presence]))), (how) => {
        const there = Object.entries(sample).filter(([name]) => how[name] !== 'absent');
        const item = read(schema, Object.fromEntries(there.map(([k, v]) => [k, how[k] === 'null' ? null : v])));
        for (const name of optional) {
          expect(name in item).toBe(how[name] !== 'absent');
          expect(item[name] === null).toBe(how[name] === 'null');
        }
      }),
    );
  });

  it('ignores unknown fields', () => {
    const unknown = fc.dictionary(
      fc.string().filter((name) => !(name in sample)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(unknown, (more) => {
        expect(read(schema, { ...more, ...sample })).toEqual(read(schema, sample));
      }),
    );
  });
}
