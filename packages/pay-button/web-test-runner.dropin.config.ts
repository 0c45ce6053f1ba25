import { fileURLToPath } from 'node:url';

import type { TestRunnerConfig, TestRunnerPlugin } from '@web/test-runner';
import { defaultReporter } from '@web/test-runner';

import { sample } from '../../.ci/sample.ts';
import { fileReporter } from './browsers/file-reporter.ts';
import config, { ENGINES_TESTED } from './web-test-runner.config.ts';

const LIT = '/packages/pay-button/src/dropin/lit.ts';

/** What the element takes from Lit comes from where the drop-in has it; the tests' own helpers have Lit itself. */
const dropinLit: TestRunnerPlugin = {
  name: 'drop-in-lit',
  resolveImport: ({ source, context }) =>
    source === 'lit' && context.path.startsWith('/packages/pay-button/src/') ? LIT : undefined,
};

/** Between them, these files use every part of Lit's interface: each state, typing, attributes, styles. */
const SAMPLE = ['accessibility', 'looks', 'manifest', 'open-amount'].map((name) =>
  fileURLToPath(new URL(`test/element/${name}.test.ts`, import.meta.url)),
);

/** The same tests with what the drop-in has in the place of Lit; a full run runs all of them. */
const dropin: TestRunnerConfig = {
  ...config,
  files: [...sample([config.files].flat() as string[], SAMPLE)],
  plugins: [dropinLit, ...config.plugins!],
  reporters: [defaultReporter(), fileReporter(`drop-in-${ENGINES_TESTED}`)],
};
export default dropin;
