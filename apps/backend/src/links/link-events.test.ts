import { expect, it } from 'vitest';

import { createLinkEvents } from './link-events.ts';

const nothing = (): void => {};

it('reads eagerly the links that a network began to follow last', () => {
  const linkEvents = createLinkEvents(2);
  const stops = ['a', 'b', 'c'].map((id) => linkEvents.add(id, nothing, 'net-1'));
  const eager = () => ['a', 'b', 'c', 'd'].filter(linkEvents.isEager);
  expect(eager()).toEqual(['b', 'c']);
  const stop = linkEvents.add('a', nothing, 'net-2');
  expect(eager()).toEqual(['a', 'b', 'c']);
  stop();
  stop();
  stops[2]!();
  expect(eager()).toEqual(['a', 'b']);
  for (const end of stops) end();
  expect([eager(), [...linkEvents.ids()]]).toEqual([[], []]);
});

it('keeps a link eager while one of several followers in a network is left', () => {
  const linkEvents = createLinkEvents(1);
  const stop = linkEvents.add('a', nothing, 'net');
  const other = linkEvents.add('a', nothing, 'net');
  stop();
  expect([linkEvents.isEager('a'), linkEvents.has('a')]).toEqual([true, true]);
  other();
  expect([linkEvents.isEager('a'), linkEvents.has('a')]).toEqual([false, false]);
});
