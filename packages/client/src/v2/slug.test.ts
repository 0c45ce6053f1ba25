import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SlugInput, createSlug } from './slug.ts';

/** Returns a random function whose first six values produce `012345`. */
function counting(): () => number {
  let number = 0;
  return () => (26 + (number++ % 10)) / 36;
}

describe('a slug', () => {
  const title = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem({ maxCount: 40 }));
  const random = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });

  it('has 3 to 60 lowercase letters, digits and single hyphens for any title, and SlugInput accepts it', () => {
    fc.assert(
      fc.property(title, random, (text, numbers) => {
        const slug = createSlug(text, () => numbers.pop()!);
        expect(slug).toMatch(/^[a-z\d]+(?:-[a-z\d]+)*-[a-z\d]{6}$/);
        expect(slug.length).toBeGreaterThanOrEqual(3);
        expect(slug.length).toBeLessThanOrEqual(60);
        expect(SlugInput.safeParse(slug).success).toBe(true);
        expect(numbers).toEqual([]);
      }),
    );
  });

  it.each([
    ['Limited Offer', 'limited-offer-012345'],
    ['  Soutenez l’Association ! ', 'soutenez-l-association-012345'],
    ['Été à Béjaïa', 'ete-a-bejaia-012345'],
    ['قميص', 'link-012345'],
    ['قميص XL', 'xl-012345'],
    ['---', 'link-012345'],
    ['', 'link-012345'],
    ['x'.repeat(500), `${'x'.repeat(53)}-012345`],
    [`${'x'.repeat(52)} y`, `${'x'.repeat(52)}-012345`],
  ])('for %j is %s', (text, slug) => expect(createSlug(text, counting())).toBe(slug));

  it('differs from the next slug for the same title', () => {
    const slugs = new Set(Array.from({ length: 1_000 }, () => createSlug('Order')));
    expect(slugs.size).toBe(1_000);
  });

  it.each(['ab', 'Order', 'a b', 'a_b', '-ab', 'ab-', 'x'.repeat(61), 'é'.repeat(5), 'a/b', ''])(
    'cannot be %j',
    (slug) => expect(SlugInput.safeParse(slug).success).toBe(false),
  );
});
