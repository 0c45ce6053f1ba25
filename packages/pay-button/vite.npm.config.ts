import { defineConfig } from 'vite';
import { minifyLiterals } from './minify-literals.ts';

/** The npm package: ES modules that leave Lit to the application's own build. */
export default defineConfig({
  plugins: [minifyLiterals()],
  build: {
    outDir: 'dist/npm',
    target: ['chrome100', 'safari16.4', 'firefox115'],
    minify: false,
    sourcemap: true,
    lib: {
      entry: { index: 'src/index.ts', define: 'src/define.ts', controller: 'src/controller.ts' },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^lit($|\/)/],
      output: {
        chunkFileNames: '[name].js',
        minify: true,
      },
    },
  },
});
