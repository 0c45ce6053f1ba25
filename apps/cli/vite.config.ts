import { chmodSync } from 'node:fs';

import { defineConfig } from 'vite';

/**
 * One program with everything in it, in pieces that are loaded when needed: `mytpe --help` reads none of the HTTP client.
 */
export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/main.ts',
    target: 'node22',
    minify: false,
    // The licences of the libraries inside ask for this.
    license: { fileName: 'THIRD-PARTY-LICENSES.md' },
    rolldownOptions: { output: { entryFileNames: 'mytpe.js', chunkFileNames: 'chunks/[name]-[hash].js' } },
  },
  plugins: [{ name: 'make-executable', closeBundle: () => chmodSync('dist/mytpe.js', 0o755) }],
});
