import type { TestRunnerConfig, TestRunnerPlugin } from '@web/test-runner';
import { defaultReporter } from '@web/test-runner';

import config, { countReporter } from './web-test-runner.config.ts';

const LIT = '/packages/pay-button/src/dropin/lit.ts';

/** What the element takes from Lit comes from where the drop-in has it; the tests' own helpers have Lit itself. */
const dropinLit: TestRunnerPlugin = {
  name: 'drop-in-lit',
  resolveImport: ({ source, context }) =>
    source === 'lit' && context.path.startsWith('/packages/pay-button/src/') ? LIT : undefined,
};

/** The same tests with what the drop-in has in the place of Lit. */
const dropin: TestRunnerConfig = {
  ...config,
  plugins: [dropinLit, ...config.plugins!],
  reporters: [defaultReporter(), countReporter('drop-in')],
};
export default dropin;
