import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { expect, it, onTestFinished } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import { startSandboxProcess } from './sandbox-process.ts';

const CALLS = fileURLToPath(new URL('endurance/calls.ts', import.meta.url));
const COUNT = runs(4000, 10_000);

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

it('thousands of calls leave no open handle and do not grow the heap', { timeout: 240_000 }, async () => {
  const sandbox = await startSandboxProcess();
  // Also runs after a timeout, so that the test run can end.
  onTestFinished(() => sandbox.stop());
  const flags = ['--expose-gc', CALLS, `${sandbox.url}/api/ext`, String(COUNT)];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const output = await text(child.stdout);
  expect(await ended).toBe(0);
  const { made, heap } = JSON.parse(output) as { made: number; heap: number[] };
  expect(made).toBeGreaterThanOrEqual(COUNT);
  const quarter = heap.length / 4;
  const growth = middle(heap.slice(-quarter)) / middle(heap.slice(quarter, 2 * quarter));
  expect(growth).toBeLessThan(1.1);
});
