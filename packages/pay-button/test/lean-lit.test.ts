import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { parse } from 'acorn';
import { _$LH } from 'lit/html.js';
import { describe, expect, it } from 'vitest';

import { SPARED } from '../lean-lit-pieces.ts';

type Read = (strings: TemplateStringsArray) => string;

const { _boundAttributeSuffix: suffix, _marker: mark, _getTemplateHtml: read } = _$LH;
const [, lean] = SPARED['lit-html.js']!.find(([piece]) => piece.startsWith('const N='))!;
/** The text that the build puts in the place of Lit's, with what it finds around it. */
// oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- it comes from our own build
const leanRead = new Function('h', 'o', 'r', 'V', `${lean} return N`)(
  suffix,
  mark,
  `<?${mark}>`,
  (_strings: unknown, html: string) => html,
) as Read;

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

describe('the templates of the drop-in', () => {
  it('are all here', () => {
    expect(all.length).toBeGreaterThan(30);
  });

  it('are read by what stands in the place of Lit’s reader as by Lit', () => {
    expect(all.map(leanRead)).toEqual(all.map((strings) => read(strings, 1)[0] as unknown));
  });

  it('name what they set as Lit says', () => {
    for (const strings of all) {
      const names = strings.slice(0, -1).flatMap((before) => /(\S+)="?$/.exec(before)?.[1] ?? []);
      expect(names).toEqual(read(strings, 1)[1]);
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
