import { leanLit } from './lean-lit.ts';
import { minifyAgain } from './minify-again.ts';
import { minifyLiterals } from './minify-literals.ts';
import { defineConfig } from 'vite';

import { dropinManifest } from './dropin-manifest.ts';
import manifest from './package.json' with { type: 'json' };

const LIT = '/*! Lit, Copyright 2017-2019 Google LLC, SPDX-License-Identifier: BSD-3-Clause */';

/** The drop-in script: everything but the languages and what follows the press in one file. */
export default defineConfig({
  resolve: { conditions: ['source', 'production'] },
  plugins: [leanLit(), minifyLiterals(), minifyAgain(), dropinManifest(manifest.version)],
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
        // One notice instead of Lit's four, which say the same.
        comments: { legal: false },
        postBanner: ({ isEntry }) => (isEntry ? LIT : ''),
      },
    },
  },
});
