import { styleText } from 'node:util';

import type { ProcessContext, TerminalOutput } from './process-context.ts';

const FORMATS = {
  strong: 'bold',
  quiet: 'dim',
  good: 'green',
  careful: 'yellow',
  bad: 'red',
  command: 'cyan',
  scannable: ['whiteBright', 'bgBlack'],
} as const;

/** Functions that color text by its meaning. They return the text unchanged where colors are off. */
export type Style = Readonly<Record<keyof typeof FORMATS, (text: string) => string>>;

/**
 * Creates the styles for a stream. Colors are on for a terminal, unless `NO_COLOR` is set (https://no-color.org) or the
 * terminal is `dumb`.
 */
export function createStyle(stream: TerminalOutput, env: ProcessContext['env']): Style {
  const isColored = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (format: (typeof FORMATS)[keyof typeof FORMATS]) => (text: string) =>
    isColored ? styleText(typeof format === 'string' ? format : [...format], text, { validateStream: false }) : text;
  return Object.fromEntries(Object.entries(FORMATS).map(([name, format]) => [name, paint(format)])) as Style;
}

const GOOD = new Set(['accepted', 'ready', 'active', 'published', 'paid', 'completed', 'delivered', 'true']);
const BAD = new Set(['refused', 'rejected', 'suspended', 'failed', 'closed']);

/** Colors a status: green if it is good, red if it is bad, otherwise yellow. */
export function statusText(style: Style, status: string): string {
  if (GOOD.has(status)) return style.good(status);
  return BAD.has(status) ? style.bad(status) : style.careful(status);
}
