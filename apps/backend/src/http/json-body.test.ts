import fc from 'fast-check';
import { expect, it } from 'vitest';

import { parseJsonBody } from './json-body.ts';

it('parses the same JSON as JSON.parse, up to 32 levels, without duplicate fields', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 32 }), (text) => {
      expect(parseJsonBody(text)).toEqual(JSON.parse(text));
    }),
  );
});

it('refuses a duplicate field in any object, even if its name is escaped', () => {
  const spaces = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), spaces, (object, at, space) => {
      const names = Object.keys(object);
      const twice = names[at % names.length]!;
      const text = `${JSON.stringify(object).slice(0, -1)},${space}${JSON.stringify(twice)}${space}:${space}1}`;
      expect(() => parseJsonBody(text)).toThrow(
        expect.objectContaining({ details: { errors: [{ path: twice.slice(0, 100), message: 'given twice' }] } }),
      );
    }),
  );
});

it('shows no part of an invalid body in its error', () => {
  const errors = [{ path: '', message: 'the body is not valid JSON' }];
  expect(() => parseJsonBody('{"secret')).toThrow(expect.objectContaining({ details: { errors } }));
});

it.each([
  ['[', ']'],
  ['{"a":', '}'],
])('refuses JSON nested deeper than 32 levels: %s', (open, close) => {
  const nested = (depth: number) => `${open.repeat(depth - 1)}[]${close.repeat(depth - 1)}`;
  expect(() => parseJsonBody(nested(32))).not.toThrow();
  const errors = [{ path: '', message: 'nested too deeply' }];
  for (const depth of [33, 8000])
    expect(() => parseJsonBody(nested(depth))).toThrow(expect.objectContaining({ details: { errors } }));
});
