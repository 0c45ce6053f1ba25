import type { Reporter, TestModule, Vitest } from 'vitest/node';

import { writeReport } from './reports.ts';

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

function resultOf(module: TestModule) {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const count = (state: string): number => states.filter((one) => one === state).length;
  const { collectDuration, setupDuration, duration } = module.diagnostic();
  return {
    file: module.moduleId,
    seconds: (collectDuration + setupDuration + duration) / 1000,
    passed: count('passed'),
    // A file can fail without a failed test, by an import error or in a hook.
    failed: Math.max(count('failed'), module.state() === 'failed' ? 1 : 0),
  };
}
