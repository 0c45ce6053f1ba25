import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { createProgram } from '../src/program.ts';
import { withSections } from '../src/reference/command-reference.ts';
import { SYSTEM } from '../src/terminal/process-context.ts';

it('the README is up to date (to update it, run npx pnpm --filter @mytpe-pay/cli reference)', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(withSections(readme, createProgram(SYSTEM))).toBe(readme);
});
