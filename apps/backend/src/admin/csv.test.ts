import fc from 'fast-check';
import { expect, it } from 'vitest';

import { csvCell, csvLines } from './csv.ts';

it.each([
  [null, ''],
  [12, '12'],
  [-12, '-12'],
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3', "'-2+3"],
])('writes %j as %s', (value, cell) => expect(csvCell(value)).toBe(cell));

it('keeps every cell one cell, and none a formula', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const cell = csvCell(text);
      const inner = cell.startsWith('"') ? cell.slice(1, -1) : cell;
      expect(inner.replaceAll('""', '').includes('"')).toBe(false);
      expect(/^[=+\-@\t\r]/.test(inner)).toBe(false);
      if (!cell.startsWith('"')) expect(cell).not.toMatch(/[,\r\n]/);
    }),
  );
});

it('names its columns first', async () => {
  async function* rows() {
    yield { a: 1, b: 'x' };
    yield { a: 2, b: null };
  }
  let table = '';
  for await (const line of csvLines<{ a: number; b: string | null }>(['b', 'a'], rows())) table += line;
  expect(table).toBe('b,a\r\nx,1\r\n,2\r\n');
});
