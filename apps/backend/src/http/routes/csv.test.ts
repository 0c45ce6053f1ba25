import fc from 'fast-check';
import { expect, it } from 'vitest';

import { runs } from '../../../../../.ci/sample.ts';
import { csvCell, csvLines } from './admin-links.ts';

it.each([
  [null, '""'],
  [12, '"12"'],
  [-12, '"-12"'],
  ['plain', '"plain"'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['2026-11-21T08:00:00.000Z', '"2026-11-21T08:00:00.000Z"'],
  ['https://shop.example/?a=1&b=-2', '"https://shop.example/?a=1&b=-2"'],
  ['=1+1', `"'=1+1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['-2+3', `"'-2+3"`],
  ['＝1+1', `"'＝1+1"`],
  ['x;=cmd|x', `"x;'=cmd|x"`],
  ['x;"=1+1"', `"x;""'=1+1"""`],
  ['x| +1', `"x| '+1"`],
  ['\t=1', `"\t'=1"`],
  [';\t;=1', `";\t;'=1"`],
])('writes %j as %s', (value, cell) => expect(csvCell(value)).toBe(cell));

/** Splits a line into the cells that a spreadsheet reads with this separator. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted || ![separator, '\r', '\n'].includes(character)) cell += character;
    else {
      cells.push(cell);
      cell = '';
    }
  }
  return [...cells, cell];
}

it('keeps each value in one cell, and makes none a formula, with every separator of a spreadsheet', () => {
  const unit = fc.constantFrom('=', '+', '-', '@', ',', ';', '|', '\t', '\n', '"', "'", ' ', 'x');
  fc.assert(
    fc.property(fc.string({ unit }), fc.string({ unit }), (one, other) => {
      const line = `${csvCell(one)},${csvCell(other)}`;
      expect(line).toMatch(/^"(?:[^"]|"")*","(?:[^"]|"")*"$/);
      for (const separator of [',', ';', '|', '\t'])
        for (const cell of cellsOf(line, separator)) expect(cell.trim()).not.toMatch(/^[=+\-@]/);
    }),
    { numRuns: runs(2000, 20_000) },
  );
});

it('begins with the column names', async () => {
  async function* rows() {
    yield { a: 1, b: 'x' };
    yield { a: 2, b: null };
  }
  let table = '';
  for await (const line of csvLines<{ a: number; b: string | null }>(['b', 'a'], rows())) table += line;
  expect(table).toBe('"b","a"\r\n"x","1"\r\n"","2"\r\n');
});
