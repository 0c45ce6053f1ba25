import { type Plugin, defineConfig } from 'vite';

import { minifyLiterals } from './minify-literals.ts';

/** Makes React's component import `define` by the package's name, so that a server gets the server entry. */
function byPackageName(): Plugin {
  return {
    name: 'by-package-name',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === '../define.ts' && importer?.endsWith('/frameworks/react.ts')
        ? { id: '@mytpe-pay/button/define', external: true }
        : null,
  };
}

/** Builds the npm package: ES modules without Lit, which the application's build adds. */
export default defineConfig({
  plugins: [minifyLiterals(), byPackageName()],
  build: {
    outDir: 'dist/npm',
    target: ['chrome100', 'safari16.4', 'firefox115'],
    minify: false,
    sourcemap: true,
    lib: {
      entry: {
        index: 'src/index.ts',
        'index.development': 'src/index.development.ts',
        'index.server': 'src/index.server.ts',
        define: 'src/define.ts',
        'define.development': 'src/define.development.ts',
        controller: 'src/controller.ts',
        'frameworks/react': 'src/frameworks/react.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^lit($|\/)/, 'react'],
      output: {
        chunkFileNames: '[name].js',
        minify: true,
      },
    },
  },
});
