import { readFile, readdir } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { PRICINGS, WireType, wireType } from './link.ts';

describe('v2’s values of type', () => {
  it.each([
    ['FIXED', 'dynamic'],
    ['OPEN', 'static'],
  ] as const)('%s is sent and received as %s', (pricing, word) => {
    expect(wireType(pricing)).toBe(word);
    expect(WireType.parse(word)).toBe(pricing);
  });

  it('PRICINGS has exactly two values', () => expect(PRICINGS).toEqual(['FIXED', 'OPEN']));

  it('unknown values stay unchanged', () => expect(WireType.parse('auction')).toBe('auction'));

  it.each([null, 7, {}, undefined])('%j is rejected', (value) => expect(WireType.safeParse(value).success).toBe(false));

  it('occur in one source file of this package only', async () => {
    const source = new URL('../', import.meta.url);
    const files = (await readdir(source, { recursive: true })).filter((path) => /(?<!\.test)\.ts$/.test(path));
    expect(files).toContain('v2/link.ts');
    const texts = await Promise.all(files.map((path) => readFile(new URL(path, source), 'utf8')));
    const found = files.filter((_path, index) => /(['"`])(?:static|dynamic)\1/.test(texts[index]!));
    expect(found).toEqual(['v2/link.ts']);
  });
});
