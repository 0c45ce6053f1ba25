import { fileURLToPath } from 'node:url';

import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** The one Vitest configuration of every room: workspace packages resolve to their source, results go to `.reports/`. */
export function nodeTests(test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    resolve: { conditions: ['source'] },
    ssr: { resolve: { conditions: ['source'] } },
    test: {
      globalSetup: fileURLToPath(new URL('temporary-files.ts', import.meta.url)),
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      // How busy the machine is decides nothing.
      testTimeout: 30_000,
      hookTimeout: 60_000,
      reporters: ['default', 'json'],
      outputFile: { json: '.reports/vitest.json' },
      ...test,
    },
  });
}
