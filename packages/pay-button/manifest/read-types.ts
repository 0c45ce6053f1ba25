import { readFileSync } from 'node:fs';

/** The source of the types that the element's members and events have. */
export function readTypes(): string {
  // Without the docstring of the file as a whole.
  const views = source('api/types.ts').replace(/^\/\*\* .* \*\/\n\n/, '');
  return [source('payment/pay-state.ts').trim(), views.trim(), payError(), named(source('events.ts'), 'ShareWay')].join(
    '\n\n',
  );
}

function source(file: string): string {
  return readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8');
}

/** A failure's fields, without what makes one. */
function payError(): string {
  const [before] = source('api/request.ts').split('\n\n  constructor(', 1);
  return `${before}\n}`;
}

/** A type of one line with its docstring. */
function named(text: string, name: string): string {
  return new RegExp(`^/\\*\\*(?:(?!\\*/)[^])*\\*/\\nexport type ${name} .*$`, 'm').exec(text)![0];
}
