type Cell = string | number | null;

/**
 * Yields the lines of a CSV table (RFC 4180), the column names first. Every cell is quoted.
 * @param columns the fields of a row, in the order of the columns.
 */
export async function* csvLines<Row extends { readonly [Name in keyof Row]: Cell }>(
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const row of rows) yield csvLine(columns.map((column) => row[column]));
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/**
 * Matches the position before a character that starts a formula: at the start of a cell, or after a separator inside it.
 * A spreadsheet may split at another separator than the comma and then ignores the quotes. Spaces and quotes may precede.
 */
const FORMULA = /(^|[,;|\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])/g;

/** Quotes a cell. An apostrophe before each formula makes a spreadsheet read text, because visitors write some cells. */
export function csvCell(value: Cell): string {
  const text = typeof value === 'string' ? value.replaceAll(FORMULA, "$1$2'") : String(value ?? '');
  return `"${text.replaceAll('"', '""')}"`;
}
