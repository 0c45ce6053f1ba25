import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { defineConfig, type ViteUserConfig } from 'vitest/config';

import { fileReporter } from './vitest-reporter.ts';

/** The number of parallel test files. One more than the processors, because tests often wait for other processes. */
const WORKERS = availableParallelism() + 1;

/** The Vitest configuration of every package. Workspace packages resolve to their source. Results go to `.reports/tests/`. */
export function nodeTests(test: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    test: {
      globalSetup: fileURLToPath(new URL('temporary-files.ts', import.meta.url)),
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      // A test must not fail because the machine is busy.
      testTimeout: 60_000,
      hookTimeout: 120_000,
      maxWorkers: WORKERS,
      // The test files of a package share workers, because importing zod and Fastify for each file takes more processor time
      // than most files. A file that mocks a module calls `vi.resetModules()` first.
      isolate: false,
      reporters: ['default', fileReporter()],
      ...test,
    },
  });
}
