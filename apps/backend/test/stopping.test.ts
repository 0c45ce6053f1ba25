import { once } from 'node:events';
import { connect } from 'node:net';

import { expect, it } from 'vitest';

import { startSystem } from './harness.ts';

it('the stop does not wait for a connection without a request', async () => {
  const system = await startSystem();
  const { port } = new URL(system.url);
  const silent = connect(Number(port), '127.0.0.1');
  await once(silent, 'connect');
  // When another connection gets its response, the server has accepted the silent connection too.
  expect((await system.get('/live')).status).toBe(200);
  const ended = once(silent, 'close');
  await system.backend.close();
  await ended;
});
