import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Reporter, TestResult, TestSession, TestSuiteResult } from '@web/test-runner';

import { type FileResult, writeReport } from '../../../.ci/reports.ts';

const packageFolder = fileURLToPath(new URL('../', import.meta.url)).replace(/\/$/, '');

/** Writes the results of each test file to `.reports/tests/{name}.json`, where `npx pnpm test` counts them. */
export function fileReporter(name: string): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      writeReport(packageFolder, name, sessions.map(resultOf));
    },
  };
}

function resultOf({ testFile, passed, testResults }: TestSession): FileResult {
  const tests = testResults ? testsOf(testResults) : [];
  const failed = tests.filter((test) => !test.passed && !test.skipped).length;
  return {
    file: `${packageFolder}/test/element/${basename(testFile)}`,
    seconds: tests.reduce((sum, { duration = 0 }) => sum + duration, 0) / 1000,
    passed: tests.filter((test) => test.passed).length,
    // A file that could not be loaded has no tests, only errors.
    failed: Math.max(failed, passed ? 0 : 1),
  };
}

/** Returns the tests of a suite and of the suites in it. */
function testsOf({ tests, suites }: TestSuiteResult): TestResult[] {
  return [...tests, ...suites.flatMap(testsOf)];
}
