import { expect, it } from 'vitest';

import { ar } from './ar.ts';
import { fr } from './fr.ts';

/** Every sentence of a tree of messages. */
function sentences(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? sentences(value) : [],
  );
}

it('French: no-break spaces before what is high and within numbers, round apostrophes', () => {
  expect(sentences(fr).filter((text) => / [:;!?»]|« |\d \d|'/.test(text))).toEqual([]);
});

it('Arabic: its own comma and question mark', () => {
  expect(sentences(ar).filter((text) => /[,;?]/.test(text))).toEqual([]);
});
