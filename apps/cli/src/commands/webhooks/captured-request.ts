import { usageError } from '../../cli-error.ts';

/** A captured delivery. */
export interface CapturedRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body. */
  readonly body: Uint8Array;
}

/**
 * Splits a capture into headers and body at the first empty line, as in the output of `curl -i` or a proxy. Skips a
 * first line like `POST / HTTP/1.1`.
 */
export function parseCapturedRequest(bytes: Uint8Array, more: readonly string[]): CapturedRequest {
  const text = Buffer.from(bytes).toString('latin1');
  const isBare = /^\s*[{[]/.test(text);
  const [gap, at] = isBare ? ['', 0] : emptyLine(text);
  const lines = isBare ? [] : text.slice(0, at).split(/\r?\n/);
  if (/^[A-Z]+ \S+ HTTP\//.test(lines[0] ?? '')) lines.shift();
  return {
    headers: Object.fromEntries([...lines, ...more].filter(Boolean).map(parseHeader)),
    body: bytes.subarray(at + gap.length),
  };
}

function emptyLine(text: string): [string, number] {
  const found = /\r?\n\r?\n/.exec(text);
  if (found === null)
    throw usageError('the body is missing: expected headers, an empty line, then the body', 'See --help.');
  return [found[0], found.index];
}

function parseHeader(line: string): [string, string] {
  const [, name, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return [name.toLowerCase(), value.trim()];
  throw usageError('a header must look like "Name: value"', 'See --help.');
}
