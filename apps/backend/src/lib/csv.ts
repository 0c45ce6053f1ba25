type Cell = string | number | null;

/** Creates a table (RFC 4180) from rows, with a line of column names first. Every cell is quoted. */
export async function* csvLines<Row extends { readonly [Name in keyof Row]: Cell }>(
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const row of rows) yield csvLine(columns.map((column) => row[column]));
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/**
 * The place before a character that begins a formula, at the start of a cell or after a separator inside it: a spreadsheet may
 * split at another separator than the comma, and then quotes do not hold the cell together. Spaces and quotes may precede.
 */
const FORMULA = /(^|[,;|\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])/g;

/** Quotes a cell. An apostrophe before each formula in it makes a spreadsheet read text: some cells come from outside. */
export function csvCell(value: Cell): string {
  const text = typeof value === 'string' ? value.replaceAll(FORMULA, "$1$2'") : String(value ?? '');
  return `"${text.replaceAll('"', '""')}"`;
}
