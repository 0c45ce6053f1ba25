import { describe, expect, it } from 'vitest';

import { CatalogError, parseCatalog } from './catalog.ts';

function problems(text: string): string {
  try {
    parseCatalog(text, 'offers.yaml');
  } catch (error) {
    if (error instanceof CatalogError) return error.message;
    throw error;
  }
  return '';
}

describe('a catalog that is too large, or has too many problems', () => {
  it.each<[string, (n: number) => string, string]>([
    ['unknown fields', (n) => `    f${n}: 1`, 'offers.yaml:3:5: unknown field f0'],
    ['duplicate keys', () => '    title: T', 'offers.yaml:4:5: duplicate key title'],
    ['lines that are not YAML', () => '    title: T: T', 'offers.yaml:3:12: Nested mappings'],
  ])(
    'lists the first 50 of 20,000 %s, and counts the others',
    (_, lineOf, first) => {
      const lines = Array.from({ length: 20_000 }, (_each, n) => lineOf(n));
      const all = problems(`offers:\n  gift:\n${lines.join('\n')}\n`).split('\n');
      expect(all).toHaveLength(51);
      expect(all).toContainEqual(expect.stringContaining(first));
      expect(all.at(-1)).toMatch(/^offers\.yaml: \d+ more problems$/);
    },
    20_000,
  );

  it('truncates quoted text of the file', () => {
    const name = 'x'.repeat(1000);
    const [line] = problems(`offers:\n  gift:\n    ${name}: 1`)
      .split('\n')
      .filter((text) => text.includes('xxx'));
    expect(line).toHaveLength('offers.yaml:3:5: '.length + 300);
  });

  it.each([
    ['a file that is too large', `# ${'é'.repeat(500_000)}`, 'offers.yaml:1:1: the file is larger than 1 MB'],
    ['a file that is too deeply nested', `offers: ${'['.repeat(50_000)}`, 'too deeply nested'],
    [
      'a value nested deeper than any field',
      `offers: ${'{a: '.repeat(100)}1${'}'.repeat(100)}`,
      'offers.yaml:1:10: offers.a',
    ],
    ['an invalid offer id', 'offers: { T-shirt: { title: A } }', 'offers.T-shirt: must be 1 to 64 of a-z'],
  ])('refuses %s', (_, text, expected) => expect(problems(text)).toContain(expected));
});
