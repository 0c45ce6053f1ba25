import { expect, it, vi } from 'vitest';

import type * as Sample from './sample.ts';

/** Loads the module as a full run or another run would. */
async function load(full: string): Promise<typeof Sample> {
  vi.stubEnv('TEST_FULL', full);
  vi.resetModules();
  const loaded = await import('./sample.ts');
  vi.unstubAllEnvs();
  return loaded;
}

it('returns the sample, and each value of each axis, in a normal run', async () => {
  const { isFull, sample, runs, matrix } = await load('');
  expect(isFull).toBe(false);
  expect(sample([1, 2, 3], [2])).toEqual([2]);
  expect(runs(10, 1000)).toBe(10);
  expect(matrix(['a', 'b', 'c', 'd'], [1, 2], ['x', 'y', 'z'])).toEqual([
    ['a', 1, 'x'],
    ['b', 2, 'y'],
    ['c', 1, 'z'],
    ['d', 2, 'x'],
  ]);
});

it('returns everything, in every combination, in a full run', async () => {
  const { isFull, sample, runs, matrix } = await load('1');
  expect(isFull).toBe(true);
  expect(sample([1, 2, 3], [2])).toEqual([1, 2, 3]);
  expect(runs(10, 1000)).toBe(1000);
  expect(matrix(['a', 'b'], [1, 2])).toEqual([
    ['a', 1],
    ['a', 2],
    ['b', 1],
    ['b', 2],
  ]);
});
