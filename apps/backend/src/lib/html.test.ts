import fc from 'fast-check';
import { expect, it } from 'vitest';

import { html } from './html.ts';

it('escapes text so that it never becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '`', '$') }), (text) => {
      const { text: written } = html`<p title="${text}">${[html`<b>${text}</b>`]}${null}${false}</p>`;
      const [, title, inner] = /^<p title="([^"<>]*)"><b>([^"<>]*)<\/b><\/p>$/.exec(written)!;
      expect([title, inner]).toEqual([inner, title]);
      expect(title!.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[&<>"']/);
    }),
  );
});
