import fc from 'fast-check';
import { expect, it } from 'vitest';

import { wrapWords } from './display.ts';
import { createStyle } from './style.ts';
import { type Column, drawTable } from './table.ts';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly paid: string;
}

const STYLE = createStyle(process.stdout, { NO_COLOR: '1' });
const COLUMNS: readonly Column<Row>[] = [
  { head: 'ID', of: ({ id }) => id, isId: true },
  { head: 'TITLE', of: ({ title }) => title },
  { head: 'PAID', of: ({ paid }) => paid, align: 'right' },
];
const ROWS = [
  { id: '5b35dc6b-3c24', title: 'Order 10428 of today', paid: '4 500 DA' },
  { id: 'b4500fbb-a02d', title: 'طلب', paid: '' },
];
const draw = (rows: readonly Row[], width?: number) => drawTable(rows, COLUMNS, { style: STYLE, width });

it('draws one line per row if the table fits, or without a terminal', async () => {
  const wide = [
    'ID             TITLE                     PAID',
    '5b35dc6b-3c24  Order 10428 of today  4 500 DA',
    'b4500fbb-a02d  طلب                          –',
  ].join('\n');
  expect([await draw(ROWS), await draw(ROWS, 45)]).toEqual([wide, wide]);
});

it('moves the id to a separate line on a narrow terminal, then shortens texts', async () => {
  expect(await draw(ROWS, 44)).toBe(
    [
      'TITLE                     PAID',
      'Order 10428 of today  4 500 DA',
      '  5b35dc6b-3c24',
      'طلب                          –',
      '  b4500fbb-a02d',
    ].join('\n'),
  );
  expect(await draw(ROWS, 23)).toContain('Order 10428 …  4 500 DA\n  5b35dc6b-3c24');
});

it('is never wider than the terminal, and never shortens an id or an amount', async () => {
  const row = fc.record({
    id: fc.uuid(),
    title: fc.string({ unit: fc.constantFrom('a', 'é', 'ش', ' ', '-'), maxLength: 200 }),
    paid: fc.integer({ min: 0, max: 9_999_999 }).map((dinars) => `${dinars} DA`),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 38, max: 120 }),
      async (rows, width) => {
        const text = await draw(rows, width);
        for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(width);
        for (const { id, paid } of rows) expect([text.includes(id), text.includes(paid)]).toEqual([true, true]);
      },
    ),
  );
});

it('wrapWords breaks sentences between words, and does not break URLs', () => {
  expect(wrapWords('the address http://127.0.0.1/very/long is not good', 14)).toBe(
    'the address\nhttp://127.0.0.1/very/long\nis not good',
  );
  expect(wrapWords('on one line', Infinity)).toBe('on one line');
});
