import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { esbuildPlugin } from '@web/dev-server-esbuild';
import type { Reporter, TestRunnerConfig, TestSuiteResult } from '@web/test-runner';
import { defaultReporter } from '@web/test-runner';

import { fontScript } from '../../.ci/test-fonts.ts';
import { browsersOf } from './browsers/launchers.ts';
import { scriptedBackend } from './test/element/scripted-backend.ts';

const here = fileURLToPath(new URL('./', import.meta.url));

/** Tests of the element in a real Chromium, on its source, against a backend that answers what each test says. */
const config: TestRunnerConfig = {
  // The workspace's root: packages resolve to their source beside this one.
  rootDir: fileURLToPath(new URL('../../', import.meta.url)),
  files: [`${here}test/element/*.test.ts`],
  nodeResolve: { exportConditions: ['source', 'production'] },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${here}tsconfig.json` })],
  middleware: [scriptedBackend()],
  browsers: browsersOf(process.env['ELEMENT_BROWSERS']),
  concurrency: 1,
  testRunnerHtml: (framework) =>
    `<!doctype html><meta charset="utf-8"><body><script>${fontScript()}</script><script type="module" src="${framework}"></script>`,
  testFramework: { config: { timeout: 10_000 } },
  reporters: [defaultReporter(), countReporter('wtr')],
};
export default config;

/** Leaves the numbers where the whole repository's test command adds them up. */
export function countReporter(name: string): Reporter {
  const folder = `${here}.reports`;
  return {
    onTestRunFinished({ sessions }) {
      const results = sessions.flatMap(({ testResults }) => (testResults ? testsOf(testResults) : []));
      // A file that could not even be loaded has no tests, only errors.
      const broken = sessions.filter(
        ({ passed, testResults }) => !passed && !(testResults && testsOf(testResults).includes(false)),
      );
      const numPassedTests = results.filter(Boolean).length;
      const numFailedTests = results.length - numPassedTests + broken.length;
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/${name}.json`, `${JSON.stringify({ numPassedTests, numFailedTests })}\n`);
    },
  };
}

/** Whether each test of a suite and of those inside it passed. */
function testsOf({ tests, suites }: TestSuiteResult): boolean[] {
  return [...tests.map(({ passed }) => passed), ...suites.flatMap(testsOf)];
}
