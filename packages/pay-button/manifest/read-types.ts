import { readFileSync } from 'node:fs';

/** What the source says of the types that the element's members and events have. */
export function readTypes(): string {
  const declared = ['states.ts', 'views.ts'].map((file) =>
    // Without what is said of the file as a whole.
    source(file)
      .replace(/^\/\*\* .* \*\/\n\n/, '')
      .trim(),
  );
  return [...declared, payError(), shareWay()].join('\n\n');
}

function source(file: string): string {
  return readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8');
}

/** A failure's fields, without what makes one. */
function payError(): string {
  const [before] = source('backend.ts').split('\n\n  constructor(', 1);
  return `${before}\n}`;
}

function shareWay(): string {
  return /^\/\*\*[^/]*\*\/\nexport type ShareWay .*$/m.exec(source('events.ts'))![0];
}
