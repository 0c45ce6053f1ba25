import type { Style } from './style.ts';

/** One column: its head, and what it shows of a row. */
export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row, style: Style) => string | null | undefined;
  readonly align?: 'right';
}

const LINES =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid';
const NO_LINES = Object.fromEntries(LINES.split(' ').map((place) => [place, '']));

/** A table without lines, which can be piped through `cut` and read aloud. */
export async function drawTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: Style,
): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    head: columns.map(({ head }) => style.quiet(head)),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: { ...NO_LINES, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push(columns.map(({ of }) => of(row, style) ?? style.quiet('–')));
  return trimmed(table.toString());
}

/** A record, one field a line. */
export async function drawRecord(fields: readonly (readonly [string, string])[], style: Style): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: { ...NO_LINES, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const [name, value] of fields) table.push([style.quiet(name), value]);
  return trimmed(table.toString());
}

function trimmed(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
