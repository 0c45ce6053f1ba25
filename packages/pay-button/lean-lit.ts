import type { Plugin } from 'vite';

import { SPARED } from './lean-lit-pieces.ts';

/**
 * A file of Lit without what the drop-in never runs; `null` for any other file.
 * @throws in another version of Lit, with what to look at again.
 */
export function leaned(code: string, path: string): string | null {
  const pieces = SPARED[/\/node_modules\/(?:@lit|lit-[^/]+)\/(?:.*\/)?([^/?]+)(?:\?|$)/.exec(path)?.[1] ?? ''];
  if (!pieces) return null;
  return pieces.reduce((text, [piece, instead]) => {
    if (!text.includes(piece)) throw new Error(`not in this version of Lit: ${piece}`);
    return text.replace(piece, () => instead);
  }, code);
}

/** Leaves out of the drop-in what it never runs. */
export function leanLit(): Plugin {
  return {
    name: 'lean-lit',
    transform(code, id) {
      const lean = leaned(code, id);
      // Lit comes minified: there is nothing to point at.
      return lean === null ? null : { code: lean, map: { mappings: '' } };
    },
  };
}
