import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const client = (name: string): string => fileURLToPath(new URL(`src/playground/client/${name}.ts`, import.meta.url));

/** The playground's scripts. The shop has no scripts. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    lib: {
      entry: { playground: client('playground'), stage: client('stage') },
      formats: ['es'],
    },
    rolldownOptions: { output: { chunkFileNames: '[name].js' } },
  },
});
