import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { createProgram } from '../src/program.ts';
import { withSections } from '../src/reference/readme-sections.ts';
import { SYSTEM } from '../src/terminal/system.ts';

it('the README describes the program as it is (npx pnpm --filter @mytpe-pay/cli reference)', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(withSections(readme, createProgram(SYSTEM))).toBe(readme);
});
