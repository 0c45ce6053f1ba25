type Cell = string | number | null;

/** Rows as a table (RFC 4180), with a line of names first. */
export async function* csvLines<Row extends { readonly [Name in keyof Row]: Cell }>(
  columns: readonly (keyof Row & string)[],
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`;
  for await (const row of rows) yield `${columns.map((column) => csvCell(row[column])).join(',')}\r\n`;
}

/** A cell that a spreadsheet would take for a formula is made text: some of what is listed came from outside. */
export function csvCell(value: Cell): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
