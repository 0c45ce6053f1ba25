import { fileURLToPath } from 'node:url';

import { esbuildPlugin } from '@web/dev-server-esbuild';
import type { TestRunnerConfig } from '@web/test-runner';
import { defaultReporter } from '@web/test-runner';

import { fontScript } from '../../.ci/test-fonts.ts';
import { isFull } from '../../.ci/sample.ts';
import { fileReporter } from './browsers/file-reporter.ts';
import { browsersOf } from './browsers/launchers.ts';
import { scriptedBackend } from './test/element/scripted-backend.ts';

const here = fileURLToPath(new URL('./', import.meta.url));

/** The engines to test in, separated by commas. Default: Chromium. */
export const ENGINES_TESTED: string = process.env['ELEMENT_BROWSERS'] ?? 'chromium';

/** Tests the element's source in a real Chromium, against a backend that each test scripts. */
const config: TestRunnerConfig = {
  // The workspace's root, because packages resolve to their sources next to this one.
  rootDir: fileURLToPath(new URL('../../', import.meta.url)),
  files: [`${here}test/element/*.test.ts`],
  nodeResolve: { exportConditions: ['production'] },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: `${here}tsconfig.json`,
      // A page has no environment variables: `.ci/sample.ts` reads this one.
      define: { 'process.env.TEST_FULL': JSON.stringify(isFull ? '1' : '') },
    }),
  ],
  middleware: [scriptedBackend()],
  browsers: browsersOf(ENGINES_TESTED),
  concurrency: 1,
  testRunnerHtml: (framework) =>
    `<!doctype html><meta charset="utf-8"><body><script>${fontScript()}</script><script type="module" src="${framework}"></script>`,
  // A test must not fail because the machine is busy.
  testsFinishTimeout: 600_000,
  testFramework: { config: { timeout: 60_000 } },
  reporters: [defaultReporter(), fileReporter(`element-${ENGINES_TESTED}`)],
};
export default config;
