import type { TestRunnerConfig, TestRunnerPlugin } from '@web/test-runner';
import { defaultReporter } from '@web/test-runner';

import { leaned } from './lean-lit.ts';
import config, { countReporter } from './web-test-runner.config.ts';

/** What is asked for with this is of the drop-in's Lit; the tests' own helpers draw with all of Lit. */
const MARK = '?drop-in';

function dropinLit(): TestRunnerPlugin {
  return {
    name: 'drop-in-lit',
    transformImport: ({ source, context }) =>
      context.url.endsWith(MARK) || (context.path.includes('/src/') && source.endsWith('/node_modules/lit/index.js'))
        ? source + MARK
        : source,
    transform: ({ url, path, body }) =>
      url.endsWith(MARK) && typeof body === 'string' ? (leaned(body, path) ?? undefined) : undefined,
  };
}

/** The same tests with Lit as the drop-in has it. */
const lean: TestRunnerConfig = {
  ...config,
  plugins: [dropinLit(), ...config.plugins!],
  reporters: [defaultReporter(), countReporter('drop-in-lit')],
};
export default lean;
