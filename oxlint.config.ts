import type { OxlintConfig } from 'oxlint';

import { IMPORT_OVERRIDES, NO_PATH_TO_PACKAGE } from './.ci/import-rules.ts';

const config: OxlintConfig = {
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['**/dist/**', 'apps/demo/examples/{astro,next,nuxt,sveltekit}/**'],
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-return': 'off',
    'typescript/unbound-method': 'off',
    'typescript/no-unnecessary-type-parameters': 'off',
    'typescript/no-unnecessary-type-arguments': 'off',
    'promise/always-return': 'off',
    'promise/no-promise-in-callback': 'off',
    'typescript/no-non-null-assertion': 'off',
    'unicorn/prefer-node-protocol': 'error',
    'unicorn/no-array-sort': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
    'typescript/no-misused-spread': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/no-conditional-tests': 'off',
    'unicorn/no-new-array': 'off',
    'eslint/no-control-regex': 'off',
    'eslint/no-shadow': 'off',
    'eslint/no-underscore-dangle': 'off',
    'eslint/no-await-in-loop': 'off',
    'vitest/no-disabled-tests': 'error',
    'vitest/no-focused-tests': 'error',
    'vitest/expect-expect': 'off',
    'vitest/valid-title': 'off',
    'vitest/no-standalone-expect': 'off',
    'eslint/max-lines': ['error', { max: 400 }],
    ...NO_PATH_TO_PACKAGE,
  },
  overrides: [
    ...IMPORT_OVERRIDES,
    {
      files: ['packages/pay-button/test/element/**'],
      rules: { 'typescript/no-floating-promises': 'off', 'typescript/no-unused-expressions': 'off' },
    },
    { files: ['**/*.ts'], rules: { 'eslint/no-unused-vars': 'error' } },
  ],
};

export default config;
