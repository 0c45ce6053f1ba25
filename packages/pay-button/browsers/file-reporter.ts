import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Reporter, TestResult, TestResultError, TestSession, TestSuiteResult } from '@web/test-runner';

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

function resultOf({ testFile, passed, testResults, errors }: TestSession): FileResult {
  const tests = testResults ? testsOf(testResults) : [];
  const failures = tests
    .filter((test) => !test.passed && !test.skipped)
    .map(({ title, error }) => ({ title, message: error ? describe(error) : '' }));
  // A file that could not be loaded has no tests, only errors.
  if (failures.length === 0 && !passed)
    failures.push({ title: '(the file)', message: errors.map(describe).join('\n') });
  return {
    file: `${packageFolder}/test/element/${basename(testFile)}`,
    seconds: tests.reduce((sum, { duration = 0 }) => sum + duration, 0) / 1000,
    passed: tests.filter((test) => test.passed).length,
    failures,
  };
}

/** The message and the compared values of an error. */
function describe({ message, expected, actual }: TestResultError): string {
  return expected === undefined ? message : `${message}\nexpected: ${expected}\nactual: ${actual}`;
}

/** Returns the tests of a suite and of the suites in it, with the titles of their suites. */
function testsOf({ name, tests, suites }: TestSuiteResult): (TestResult & { title: string })[] {
  const all = [...tests.map((test) => ({ ...test, title: test.name })), ...suites.flatMap(testsOf)];
  return all.map((test) => ({ ...test, title: name ? `${name} > ${test.title}` : test.title }));
}
