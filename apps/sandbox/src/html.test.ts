import fc from 'fast-check';
import { expect, it } from 'vitest';

import { html } from './html.ts';

it('escapes text in every position', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', ' ') }), (text) => {
      const { markup } = html`<p title="${text}">${text}</p>`;
      expect(markup).toMatch(/^<p title="[^<>"]*">[^<>"]*<\/p>$/);
    }),
  );
});

it('nests templates and lists, renders 0, and renders nothing for null and false', () => {
  const items = [1, '<', 0].map((item) => html`<i>${item}</i>`);
  expect(html`<b>${items}${null}${false}</b>`.markup).toBe('<b><i>1</i><i>&lt;</i><i>0</i></b>');
});
