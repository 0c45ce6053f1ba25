import { expect, it } from 'vitest';

import { createWatchers } from './link-events.ts';

const nothing = (): void => {};

it('reads eagerly the links that a network began to follow last', () => {
  const watchers = createWatchers(2);
  const stops = ['a', 'b', 'c'].map((id) => watchers.add(id, nothing, 'net-1'));
  const eager = () => ['a', 'b', 'c', 'd'].filter(watchers.isEager);
  expect(eager()).toEqual(['b', 'c']);
  const stop = watchers.add('a', nothing, 'net-2');
  expect(eager()).toEqual(['a', 'b', 'c']);
  stop();
  stop();
  stops[2]!();
  expect(eager()).toEqual(['a', 'b']);
  for (const end of stops) end();
  expect([eager(), [...watchers.ids()]]).toEqual([[], []]);
});

it('keeps a link eager while one of several followers in a network is left', () => {
  const watchers = createWatchers(1);
  const stop = watchers.add('a', nothing, 'net');
  const other = watchers.add('a', nothing, 'net');
  stop();
  expect([watchers.isEager('a'), watchers.has('a')]).toEqual([true, true]);
  other();
  expect([watchers.isEager('a'), watchers.has('a')]).toEqual([false, false]);
});
