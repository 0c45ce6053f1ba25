import { chmodSync } from 'node:fs';

import { defineConfig } from 'vite';

/**
 * Builds one program with all its dependencies, in chunks that are loaded on demand: `mytpe --help` does not load the
 * HTTP client.
 */
export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/main.ts',
    target: 'node22',
    minify: false,
    // The licenses of the bundled libraries require this file.
    license: { fileName: 'THIRD-PARTY-LICENSES.md' },
    rolldownOptions: { output: { entryFileNames: 'mytpe.js', chunkFileNames: 'chunks/[name]-[hash].js' } },
  },
  plugins: [{ name: 'make-executable', closeBundle: () => chmodSync('dist/mytpe.js', 0o755) }],
});
