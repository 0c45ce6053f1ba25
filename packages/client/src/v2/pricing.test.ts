import { readFile, readdir } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { PRICINGS, WireType, wireType } from './pricing.ts';

describe('v2’s words for who decides on the amount', () => {
  it.each([
    ['FIXED', 'dynamic'],
    ['OPEN', 'static'],
  ] as const)('%s is written and read as %s', (pricing, word) => {
    expect(wireType(pricing)).toBe(word);
    expect(WireType.parse(word)).toBe(pricing);
  });

  it('are all of them', () => expect(PRICINGS).toEqual(['FIXED', 'OPEN']));

  it('that MyTPE added since stay as they came', () => expect(WireType.parse('auction')).toBe('auction'));

  it.each([null, 7, {}, undefined])('are never %j', (value) => expect(WireType.safeParse(value).success).toBe(false));

  it('occur in no other source of this package', async () => {
    const source = new URL('../', import.meta.url);
    const files = (await readdir(source, { recursive: true })).filter((path) => /(?<!\.test)\.ts$/.test(path));
    expect(files).toContain('v2/pricing.ts');
    const texts = await Promise.all(files.map((path) => readFile(new URL(path, source), 'utf8')));
    const telling = files.filter((_path, index) => /(['"`])(?:static|dynamic)\1/.test(texts[index]!));
    expect(telling).toEqual(['v2/pricing.ts']);
  });
});
