import { styleText } from 'node:util';

import type { Surroundings, TerminalOutput } from './surroundings.ts';

const FORMATS = {
  strong: 'bold',
  quiet: 'dim',
  good: 'green',
  careful: 'yellow',
  bad: 'red',
  command: 'cyan',
  scannable: ['whiteBright', 'bgBlack'],
} as const;

/** Colours by what they mean. Each takes text and gives it back, coloured where colours are wanted. */
export type Style = Readonly<Record<keyof typeof FORMATS, (text: string) => string>>;

/** Colours for a terminal, unless `NO_COLOR` is set (https://no-color.org) or the terminal is `dumb`. */
export function createStyle(stream: TerminalOutput, env: Surroundings['env']): Style {
  const isColoured = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (format: (typeof FORMATS)[keyof typeof FORMATS]) => (text: string) =>
    isColoured ? styleText(typeof format === 'string' ? format : [...format], text, { validateStream: false }) : text;
  return Object.fromEntries(Object.entries(FORMATS).map(([name, format]) => [name, paint(format)])) as Style;
}

const GOOD = new Set(['accepted', 'ready', 'active', 'published', 'paid', 'completed', 'delivered', 'true']);
const BAD = new Set(['refused', 'rejected', 'suspended', 'failed', 'closed']);

/** A status word: green when it is good, red when it is a no, else yellow. */
export function statusWord(style: Style, status: string): string {
  if (GOOD.has(status)) return style.good(status);
  return BAD.has(status) ? style.bad(status) : style.careful(status);
}
