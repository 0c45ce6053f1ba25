import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { dropinManifest } from './dropin-manifest.ts';
import { minifyLiterals } from './minify-literals.ts';
import manifest from './package.json' with { type: 'json' };

/** What the element uses of Lit, a third of its size. */
const lit = fileURLToPath(new URL('./src/dropin/lit.ts', import.meta.url));

/** The drop-in script: everything but the languages and what follows the press in one file. */
export default defineConfig({
  resolve: { alias: { lit } },
  plugins: [minifyLiterals(), dropinManifest(manifest.version)],
  build: {
    outDir: 'dist/dropin',
    target: ['chrome100', 'safari16.4', 'firefox115'],
    sourcemap: true,
    minify: false,
    lib: { entry: 'src/dropin.ts', formats: ['es'] },
    // Library mode keeps white space unless the output itself is told to go without.
    rolldownOptions: {
      output: {
        entryFileNames: 'mytpe-pay-button.js',
        chunkFileNames: '[name]-[hash].js',
        minify: true,
      },
    },
  },
});
