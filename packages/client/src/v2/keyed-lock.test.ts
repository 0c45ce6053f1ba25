import { expect, it } from 'vitest';

import { KeyedLock } from './keyed-lock.ts';

const never = new AbortController().signal;
/** Resolves when all pending promise callbacks have run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('runs tasks with the same key in order; tasks with other keys do not wait', async () => {
  const turns = new KeyedLock();
  const order: string[] = [];
  const task = async (key: string, name: string) => {
    const leave = await turns.acquire(key, never);
    order.push(name);
    return leave;
  };
  const first = await task('a', 'a1');
  const second = task('a', 'a2');
  const third = task('a', 'a3');
  (await task('b', 'b1'))();
  await settled();
  expect(order).toEqual(['a1', 'b1']);
  first();
  (await second)();
  (await third)();
  (await task('a', 'a4'))();
  expect(order).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
});

it('an aborted waiter does not let later tasks overtake earlier ones', async () => {
  const turns = new KeyedLock();
  const leave = await turns.acquire('a', never);
  const impatient = new AbortController();
  const second = turns.acquire('a', impatient.signal);
  impatient.abort('bored');
  await expect(second).rejects.toBe('bored');
  let isIn = false;
  const third = turns.acquire('a', never).then((done) => {
    isIn = true;
    return done;
  });
  await settled();
  expect(isIn).toBe(false);
  leave();
  (await third)();
  expect(isIn).toBe(true);
});
