import { expect, it } from 'vitest';

import { ar } from './ar.ts';
import { fr } from './fr.ts';

/** Returns every message in a tree of messages. */
function sentences(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? sentences(value) : [],
  );
}

it('French: no-break spaces before high punctuation and within numbers, typographic apostrophes', () => {
  expect(sentences(fr).filter((text) => / [:;!?»]|« |\d \d|'/.test(text))).toEqual([]);
});

it('Arabic: Arabic comma, semicolon and question mark', () => {
  expect(sentences(ar).filter((text) => /[,;?]/.test(text))).toEqual([]);
});
