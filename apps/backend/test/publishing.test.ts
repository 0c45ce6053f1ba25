import { expect, it } from 'vitest';

import { type Upstream, UpstreamError } from '../src/upstream/upstream.ts';
import { parts } from './parts.ts';

it('a new link costs one create and one publish, and nothing else', async () => {
  const asked: string[] = [];
  const counted = (upstream: Upstream): Upstream => ({
    ...upstream,
    create: (draft) => (asked.push('create'), upstream.create(draft)),
    publish: (id) => (asked.push('publish'), upstream.publish(id)),
    get: (id) => (asked.push('get'), upstream.get(id)),
  });
  const { issue } = await parts({ changed: counted });
  expect((await issue('tshirt')).status).toBe('active');
  expect(asked).toEqual(['create', 'publish']);
});

it('a link that somebody else has published meanwhile stays payable', async () => {
  const overtaken = (upstream: Upstream): Upstream => ({
    ...upstream,
    publish: async (id) => {
      await upstream.publish(id);
      throw new UpstreamError('rejected', 'it is no draft any more');
    },
  });
  const { issue, upstream } = await parts({ changed: overtaken });
  const row = await issue('tshirt');
  expect(row.status).toBe('active');
  expect((await upstream.get(row.upstreamId!))!.status).toBe('active');
});

it('a store that is away for a moment, just when a try has failed, does not keep the next try waiting', async () => {
  let isDown = true;
  const down = (upstream: Upstream): Upstream => ({
    ...upstream,
    create: (draft) => (isDown ? Promise.reject(new UpstreamError('unavailable', 'down')) : upstream.create(draft)),
  });
  const { issue, store } = await parts({ changed: down });
  const { releaseLease } = store;
  store.releaseLease = () => {
    store.releaseLease = releaseLease;
    return Promise.reject(new Error('Connection terminated unexpectedly'));
  };
  await expect(issue('pay-us')).rejects.toMatchObject({ code: 'upstream_unavailable' });
  isDown = false;
  expect((await issue('pay-us')).status).toBe('active');
});
