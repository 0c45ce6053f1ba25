import type { Plugin } from 'vite';

import { SPARED } from './lean-lit-pieces.ts';

/** Leaves out of the drop-in what it never runs. Another version of Lit, and the build says what to look at again. */
export function leanLit(): Plugin {
  return {
    name: 'lean-lit',
    transform(code, id) {
      const pieces = SPARED[/\/node_modules\/(?:@lit|lit-[^/]+)\/(?:.*\/)?([^/?]+)$/.exec(id)?.[1] ?? ''];
      if (!pieces) return null;
      const lean = pieces.reduce((text, [piece, instead]) => {
        if (!text.includes(piece)) this.error(`not in this version of Lit: ${piece}`);
        return text.replace(piece, instead);
      }, code);
      // Lit comes minified: there is nothing to point at.
      return { code: lean, map: { mappings: '' } };
    },
  };
}
