import { readFileSync } from 'node:fs';

/** The source of the types in the element's members and events. */
export function readTypes(): string {
  // Removes the docstring of the whole file.
  const views = source('api/types.ts').replace(/^\/\*\* .* \*\/\n\n/, '');
  return [source('payment/pay-state.ts').trim(), views.trim(), payError(), named(source('events.ts'), 'ShareWay')].join(
    '\n\n',
  );
}

function source(file: string): string {
  return readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8');
}

/** The fields of a failure, without its constructor. */
function payError(): string {
  const [before] = source('api/request.ts').split('\n\n  constructor(', 1);
  return `${before}\n}`;
}

/** A one-line type with its docstring. */
function named(text: string, name: string): string {
  return new RegExp(`^/\\*\\*(?:(?!\\*/)[^])*\\*/\\nexport type ${name} .*$`, 'm').exec(text)![0];
}
