import { readFileSync, writeFileSync } from 'node:fs';

import { createProgram } from '../program.ts';
import { SYSTEM } from '../terminal/process-context.ts';
import { withSections } from './command-reference.ts';

const PAGE = new URL('../../../docs/src/content/docs/reference/cli.md', import.meta.url);
writeFileSync(PAGE, withSections(readFileSync(PAGE, 'utf8'), createProgram(SYSTEM)));
