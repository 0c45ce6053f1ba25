import { expect, it } from 'vitest';

import { Turns } from './turns.ts';

const never = new AbortController().signal;
/** Everything that is ready to go on has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('tasks on one thing run in turn, those on another do not wait', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const task = async (key: string, name: string) => {
    const leave = await turns.take(key, never);
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

it('who gives up waiting lets nobody past those before', async () => {
  const turns = new Turns();
  const leave = await turns.take('a', never);
  const impatient = new AbortController();
  const second = turns.take('a', impatient.signal);
  impatient.abort('bored');
  await expect(second).rejects.toBe('bored');
  let isIn = false;
  const third = turns.take('a', never).then((done) => {
    isIn = true;
    return done;
  });
  await settled();
  expect(isIn).toBe(false);
  leave();
  (await third)();
  expect(isIn).toBe(true);
});
