import { readFileSync, writeFileSync } from 'node:fs';

import { createProgram } from '../program.ts';
import { SYSTEM } from '../terminal/process-context.ts';
import { withSections } from './command-reference.ts';

const README = new URL('../../README.md', import.meta.url);
writeFileSync(README, withSections(readFileSync(README, 'utf8'), createProgram(SYSTEM)));
