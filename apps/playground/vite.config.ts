import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

const client = (name: string): string => fileURLToPath(new URL(`src/client/${name}.ts`, import.meta.url));
const names = ['playground', 'stage', 'live-examples', 'payment'];

/** The scripts of the pages. `site/build.ts` then writes the static version of the playground. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    lib: { entry: Object.fromEntries(names.map((name) => [name, client(name)])), formats: ['es'] },
    rolldownOptions: { output: { chunkFileNames: '[name].js' } },
  },
});
