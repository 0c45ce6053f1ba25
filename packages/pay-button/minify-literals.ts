import * as minifier from 'rollup-plugin-minify-html-literals';
import type { Plugin } from 'vite';

type Create = () => Plugin;

/** Minifies what stands in html`` and css``. The package is CommonJS whose default export hides one level deeper in Node. */
export function minifyLiterals(): Plugin {
  const outer = minifier as unknown as { default: Create | { default: Create } };
  const create = typeof outer.default === 'function' ? outer.default : outer.default.default;
  return create();
}
