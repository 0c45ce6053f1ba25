import { expect, it } from 'vitest';

import { type Clock, waitAtMost } from './clock.ts';

/** Creates a clock whose sleeps end when the test ends them, or on abort. */
function manualClock() {
  const wakes: (() => void)[] = [];
  let aborted = 0;
  const sleep: Clock['sleep'] = (_ms, signal) =>
    new Promise((resolve) => {
      wakes.push(resolve);
      signal?.addEventListener('abort', () => {
        aborted += 1;
        resolve();
      });
    });
  return { clock: { now: () => 0, sleep }, wake: () => wakes.forEach((wake) => wake()), aborted: () => aborted };
}

it('returns the result of the work, and stops the timer', async () => {
  const { clock, aborted } = manualClock();
  const onTimeout = (): never => {
    throw new Error('late');
  };
  await expect(waitAtMost(Promise.resolve('done'), { clock, waitMs: 1, onTimeout })).resolves.toBe('done');
  await expect(waitAtMost(Promise.reject(new Error('failed')), { clock, waitMs: 1, onTimeout })).rejects.toThrow(
    'failed',
  );
  expect(aborted()).toBe(2);
});

it('returns the result of `onTimeout`, or throws its error, on a timeout', async () => {
  const { clock, wake } = manualClock();
  const never = new Promise<string>(() => {});
  const returned = waitAtMost(never, { clock, waitMs: 1, onTimeout: () => null });
  const thrown = waitAtMost(never, {
    clock,
    waitMs: 1,
    onTimeout: () => {
      throw new Error('late');
    },
  });
  wake();
  expect(await returned).toBeNull();
  await expect(thrown).rejects.toThrow('late');
});
