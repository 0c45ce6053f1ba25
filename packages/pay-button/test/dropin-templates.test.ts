import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { parse } from 'acorn';
import { _$LH } from 'lit/html.js';
import { describe, expect, it } from 'vitest';

import { namesIn } from '../src/dropin/template.ts';

/** The pieces of every html`` in a built file. */
function templates(file: string): TemplateStringsArray[] {
  const found: TemplateStringsArray[] = [];
  const visit = (node: unknown): void => {
    if (!node || typeof node !== 'object') return;
    if ('quasi' in node) {
      const { quasis } = node.quasi as { quasis: { value: { cooked: string } }[] };
      const strings = quasis.map(({ value }) => value.cooked);
      found.push(Object.assign(strings, { raw: strings }));
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parse(readFileSync(file, 'utf8'), { ecmaVersion: 'latest', sourceType: 'module' }));
  return found;
}

const dist = fileURLToPath(new URL('../dist/dropin/', import.meta.url));
const all = readdirSync(dist)
  .filter((name) => name.endsWith('.js'))
  .flatMap((name) => templates(dist + name));

describe('the templates of the drop-in, which reads them more simply than Lit', () => {
  it('are all here', () => {
    expect(all.length).toBeGreaterThan(30);
  });

  it('set the same attributes as with Lit', () => {
    for (const strings of all) {
      const [, names] = _$LH._getTemplateHtml(strings, 1);
      expect(namesIn(strings).filter(Boolean)).toEqual(names);
    }
  });

  it('have attributes of one value each', () => {
    for (const strings of all)
      for (const [index, before] of strings.slice(0, -1).entries()) {
        const after = strings[index + 1]!;
        if (/="?$/.test(before)) expect(after).toMatch(before.endsWith('"') ? /^"/ : /^[\s>]/);
      }
  });
});
