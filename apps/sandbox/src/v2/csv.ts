/** RFC 4180: commas, CRLF, quotes doubled. */
export function toCsv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return lines.map((line) => `${line.map(quote).join(',')}\r\n`).join('');
}

/** Text that a spreadsheet would run as a formula gets an apostrophe: payers write some of these cells. */
function quote(value: unknown): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^\+\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
