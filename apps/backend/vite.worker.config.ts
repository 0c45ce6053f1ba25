import { defineConfig } from 'vite';

/** The worker that renders QR codes, in a file of its own: a chunk shared with the server would start the server again. */
export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/pages/qr-worker.ts',
    target: 'node24',
    emptyOutDir: false,
    minify: true,
    sourcemap: true,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'qr-worker.js' } },
  },
});
