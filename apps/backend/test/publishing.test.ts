import { expect, it } from 'vitest';

import { type Upstream, UpstreamError } from '../src/mytpe/gateway.ts';
import { speaking } from './harness.ts';
import { type Parts, parts } from './parts.ts';

/** The requests that reached the sandbox, with `{id}` for the link's id. */
async function requests({ sandbox }: Parts): Promise<string[]> {
  const { control } = speaking('', sandbox.url);
  const { requests } = (await control('GET', '/requests')) as { requests: { method: string; path: string }[] };
  return requests.map(({ method, path }) => `${method} ${path.replace(/(?<=\/links\/)[^/]+/, '{id}')}`);
}

const CREATE = 'POST /api/ext/links';
const PUBLISH = 'POST /api/ext/links/{id}/publish';
const READ = 'GET /api/ext/links/{id}';

it('a new link costs one create and one publish, and is polled immediately afterwards', async () => {
  const system = await parts();
  const { issue, reader, store, clock, pass } = system;
  const row = await issue('tshirt');
  expect(row).toMatchObject({ status: 'active', nextReadAt: clock.now() });
  expect(await requests(system)).toEqual([CREATE, PUBLISH]);
  await reader.readDue();
  expect(await requests(system)).toEqual([CREATE, PUBLISH, READ]);
  expect(await store.link(row.id)).toMatchObject({ status: 'active', nextReadAt: clock.now() + 15_000 });
  await reader.readDue();
  pass(14_999);
  await reader.readDue();
  expect(await requests(system)).toEqual([CREATE, PUBLISH, READ]);
});

it('a new link takes five writes to the store', async () => {
  const { issue, store } = await parts();
  const writes: string[] = [];
  for (const name of [
    'insertLink',
    'takeLease',
    'recordSent',
    'recordDraft',
    'recordSnapshot',
    'schedulePoll',
  ] as const) {
    const write = store[name] as (...given: unknown[]) => Promise<never>;
    Object.assign(store, { [name]: (...given: unknown[]) => (writes.push(name), write(...given)) });
  }
  await issue('tshirt');
  expect(writes).toEqual(['insertLink', 'recordSent', 'recordDraft', 'recordSnapshot', 'schedulePoll']);
});

it('a client that follows a link moves its poll forward, never back', async () => {
  const { issue, reader, watchers, store, clock, pass } = await parts();
  const row = await issue('tshirt');
  const nextRead = async (): Promise<number> => (await store.link(row.id))!.nextReadAt! - clock.now();
  watchers.add(row.id, () => {}, '203.0.113.7');
  await reader.hurry(row);
  expect(await nextRead()).toBe(0);
  await store.schedulePoll(row.id, clock.now() + 15_000);
  await reader.hurry(row);
  expect(await nextRead()).toBe(2000);
  pass(1000);
  await reader.hurry(row);
  expect(await nextRead()).toBe(1000);
});

it('a link is read if the response to its publication is not a whole link, and polled as usual', async () => {
  const system = await parts();
  const { issue, reader, clock, sandbox } = system;
  const match = { path_regex: '/publish$' };
  await speaking('', sandbox.url).control('POST', '/faults', { match, fault: { type: 'malformed' }, times: 1 });
  expect(await issue('tshirt')).toMatchObject({ status: 'active', nextReadAt: clock.now() + 15_000 });
  await reader.readDue();
  expect(await requests(system)).toEqual([CREATE, PUBLISH, READ]);
});

it('the poll publishes a link again that is a draft although the response to its publication said active', async () => {
  let isFirst = true;
  const untrue = (upstream: Upstream): Upstream => ({
    ...upstream,
    async publish(id) {
      if (!isFirst) return upstream.publish(id);
      isFirst = false;
      return { ...(await upstream.get(id))!, status: 'active', unconfirmed: true };
    },
  });
  const system = await parts({ changed: untrue });
  const { issue, reader, upstream, store } = system;
  const { id, upstreamId } = await issue('tshirt');
  expect((await upstream.get(upstreamId!))!.status).toBe('draft');
  await reader.readDue();
  expect((await upstream.get(upstreamId!))!.status).toBe('active');
  expect((await store.link(id))!.status).toBe('active');
});

it('a draft of an offer that moved on is not published by the poll', async () => {
  const untrue = (upstream: Upstream): Upstream => ({
    ...upstream,
    publish: async (id) => ({ ...(await upstream.get(id))!, status: 'active', unconfirmed: true }),
  });
  const { issue, reader, upstream, store, clock } = await parts({ changed: untrue });
  const { id, upstreamId } = await issue('tshirt');
  await store.supersedeLink(id, clock.now());
  upstream.publish = () => Promise.reject(new Error('it was published'));
  await reader.read((await store.link(id))!);
  expect((await upstream.get(upstreamId!))!.status).toBe('draft');
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
