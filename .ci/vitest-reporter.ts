import { stripVTControlCharacters } from 'node:util';

import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

import { type Failure, type FileResult, writeReport } from './reports.ts';

/** Writes the results of a Vitest run to `.reports/tests/vitest.json`, with the time of each file. */
export function fileReporter(): Reporter {
  let folder = '.';
  return {
    onInit(vitest: Vitest) {
      folder = vitest.config.root;
    },
    onTestRunEnd(modules: readonly TestModule[]) {
      writeReport(folder, 'vitest', modules.map(resultOf));
    },
  };
}

function resultOf(module: TestModule): FileResult {
  const tests = [...module.children.allTests()];
  const failures = tests
    .filter((test) => test.result().state === 'failed')
    .map((test) => failureOf(test.fullName, test.result().errors));
  // A file can fail without a failed test, by an import error or in a hook.
  if (failures.length === 0 && module.state() === 'failed') failures.push(failureOf('(the file)', module.errors()));
  const { collectDuration, setupDuration, duration } = module.diagnostic();
  return {
    file: module.moduleId,
    seconds: (collectDuration + setupDuration + duration) / 1000,
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failures,
  };
}

function failureOf(title: string, errors: readonly SerializedError[] = []): Failure {
  const texts = errors.map(({ message, diff }) => (typeof diff === 'string' ? `${message}\n${diff}` : message));
  return { title, message: stripVTControlCharacters(texts.join('\n')) };
}
