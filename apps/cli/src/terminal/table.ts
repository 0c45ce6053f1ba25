import { stripVTControlCharacters } from 'node:util';

import type { Style } from './style.ts';

/** A column of a table: its heading, and the function that returns the value of a row. */
export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row, style: Style) => string | null | undefined;
  readonly align?: 'right';
  /** `true` for a value that users copy. It is never shortened. */
  readonly isId?: true;
}

/**
 * The target of a drawing. `width` is in characters. Without a terminal, `width` is absent and each row stays on one
 * line.
 */
export interface Canvas {
  readonly style: Style;
  readonly width?: number | undefined;
}

const LINES =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid';
const NO_LINES = Object.fromEntries(LINES.split(' ').map((place) => [place, '']));
const GAP = '  ';
const PLAIN = {
  chars: { ...NO_LINES, middle: GAP },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
};
/** The minimum width of a column. */
const NARROWEST = 10;

/**
 * Draws a table without lines, so that `cut` and screen readers can process it. If the table is too wide for the
 * terminal, moves the id of the first column to a separate line below each row. If it is still too wide, shortens the
 * longest texts.
 */
export async function drawTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { style, width = Infinity }: Canvas,
): Promise<string> {
  const cells = rows.map((row) => columns.map(({ of }) => of(row, style) || style.quiet('–')));
  const widths = columns.map(({ head }, at) => Math.max(...[head, ...cells.map((line) => line[at]!)].map(widthOf)));
  if (totalOf(widths) <= width) return draw(cells, columns, style);
  const isMoved = columns[0]?.isId === true && columns.length > 1;
  const from = isMoved ? 1 : 0;
  const shown = columns.slice(from);
  const fitted = fit(widths.slice(from), shown, width);
  const rest = cells.map((line) => line.slice(from));
  const text = await draw(rest, shown, style, fitted);
  if (!isMoved) return text;
  const [head = '', ...lines] = text.split('\n');
  return [head, ...lines.flatMap((line, at) => [line, style.quiet(`${GAP}${cells[at]![0]}`)])].join('\n');
}

/** Narrows the widest column that is not an id, repeatedly, until the table fits or no column can be narrowed. */
function fit(widths: readonly number[], columns: readonly Column<never>[], width: number): number[] {
  const fitted = [...widths];
  while (totalOf(fitted) > width) {
    const shrinkable = fitted.map((one, at) => (columns[at]!.isId || columns[at]!.align === 'right' ? 0 : one));
    const widest = Math.max(...shrinkable);
    if (widest <= NARROWEST) break;
    fitted[shrinkable.indexOf(widest)]! -= 1;
  }
  return fitted;
}

async function draw(
  cells: readonly (readonly string[])[],
  columns: readonly Column<never>[],
  style: Style,
  widths: readonly number[] = [],
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    ...PLAIN,
    head: columns.map(({ head }) => style.quiet(head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: [...widths],
  });
  for (const line of cells) table.push([...line]);
  return trimmed(table.toString());
}

/** Draws a record with one field per line. */
export async function drawRecord(
  fields: readonly (readonly [string, string])[],
  { style }: Pick<Canvas, 'style'>,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table(PLAIN);
  for (const [name, value] of fields) table.push([style.quiet(name), value]);
  return trimmed(table.toString());
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
}

const LETTERS = new Intl.Segmenter();

/** Returns the width in terminal columns, assuming one column per letter. */
function widthOf(text: string): number {
  return [...LETTERS.segment(stripVTControlCharacters(text))].length;
}

function trimmed(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
