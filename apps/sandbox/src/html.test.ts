import fc from 'fast-check';
import { expect, it } from 'vitest';

import { html } from './html.ts';

it('no text can leave its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', '/', ' ') }), (text) => {
      const { markup } = html`<p title="${text}">${text}</p>`;
      expect(markup).toMatch(/^<p title="[^<>"]*">[^<>"]*<\/p>$/);
    }),
  );
});

it('nests templates and lists, and shows nothing for null and false, but 0', () => {
  const items = [1, '<', 0].map((item) => html`<i>${item}</i>`);
  expect(html`<b>${items}${null}${false}</b>`.markup).toBe('<b><i>1</i><i>&lt;</i><i>0</i></b>');
});
