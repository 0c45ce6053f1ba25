import { expect, it } from 'vitest';

import { createTopic } from './link-events.ts';

it('calls the subscribers in the order of their subscriptions, before publish returns', () => {
  const topic = createTopic<string>();
  const calls: string[] = [];
  topic.publish('dropped');
  topic.subscribe((event) => calls.push(`first ${event}`));
  topic.subscribe((event) => calls.push(`second ${event}`));
  topic.publish('a');
  topic.publish('b');
  expect(calls).toEqual(['first a', 'second a', 'first b', 'second b']);
});
