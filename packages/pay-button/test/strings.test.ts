import { describe, expect, it } from 'vitest';

import ar from '../src/i18n/ar.ts';
import fr from '../src/i18n/fr.ts';

/** Every sentence in a tree of strings. */
function sentences(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? sentences(value) : [],
  );
}

describe('typography of the strings', () => {
  it('French: no-break spaces before high punctuation and in numbers, round apostrophes', () => {
    expect(sentences(fr).filter((text) => / [:;!?»]|« |\d \d|'/.test(text))).toEqual([]);
  });

  it('Arabic: its own comma and question mark', () => {
    expect(sentences(ar).filter((text) => /[,;?]/.test(text))).toEqual([]);
  });
});
