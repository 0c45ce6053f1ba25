/**
 * Measures what the element costs a page. Runs every benchmark, or only the named ones.
 *
 *   npx pnpm --filter @mytpe-pay/button bench                    all benchmarks that need only this repository
 *   npx pnpm --filter @mytpe-pay/button bench steps slow-line    some of them
 *   npx pnpm --filter @mytpe-pay/button bench long-tasks slow-line --old DIR   compared with an older drop-in, in turns
 *   npx pnpm --filter @mytpe-pay/button bench --peers            also the sizes of other buttons, which npm downloads
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { challenge } from './challenge.ts';
import { crowd } from './crowd.ts';
import type { Figure } from './figures.ts';
import { longTasks } from './long-tasks.ts';
import { peers } from './peers.ts';
import { slowLine } from './slow-line.ts';
import { steps } from './steps.ts';

/** @param old directory of an older drop-in. Only the time measurements include it. */
const BENCHMARKS: Readonly<Record<string, (old?: string) => Promise<Figure[]>>> = {
  steps,
  'slow-line': slowLine,
  'long-tasks': longTasks,
  challenge,
  crowd,
};

const { positionals: named, values } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'boolean' }, old: { type: 'string' } },
});
const unknown = named.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown !== undefined)
  throw new Error(`unknown benchmark ${unknown}. The benchmarks are ${Object.keys(BENCHMARKS).join(', ')}`);

const figures: Figure[] = [];
const chosen = named.length > 0 || values.peers ? named : Object.keys(BENCHMARKS);
for (const name of chosen) figures.push(...(await BENCHMARKS[name]!(values.old)));
if (values.peers) figures.push(...(await peers()));

for (const { name, value, unit, bar, ok } of figures)
  process.stdout.write(
    `${name.padEnd(84)} ${String(value).padStart(9)} ${unit.padEnd(9)} ${bar ? `bar ${bar} ${ok ? '✓' : '✗'}` : ''}\n`,
  );
const reports = fileURLToPath(new URL('../.reports/', import.meta.url));
mkdirSync(reports, { recursive: true });
writeFileSync(`${reports}bench.json`, JSON.stringify(figures, null, 2));
