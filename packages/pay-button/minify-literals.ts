import * as minifier from 'rollup-plugin-minify-html-literals';
import type { Plugin } from 'vite';

type Create = () => Plugin;

/** Minifies html`` and css`` templates. In Node, the CommonJS package's default export is nested one level deeper. */
export function minifyLiterals(): Plugin {
  const outer = minifier as unknown as { default: Create | { default: Create } };
  const create = typeof outer.default === 'function' ? outer.default : outer.default.default;
  return create();
}
