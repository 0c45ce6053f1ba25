import { expect, it } from 'vitest';

import { type Gateway, GatewayError } from '../src/mytpe/gateway.ts';
import type { LinkEvent } from '../src/links/link-events.ts';
import { testClient } from './harness.ts';
import { type BackendParts, createBackendParts } from './backend-parts.ts';

/** Returns the requests that the sandbox received, with `{id}` for the link's id. */
async function requests({ sandbox }: BackendParts): Promise<string[]> {
  const { control } = testClient('', sandbox.url);
  const { requests } = (await control('GET', '/requests')) as { requests: { method: string; path: string }[] };
  return requests.map(({ method, path }) => `${method} ${path.replace(/(?<=\/links\/)[^/]+/, '{id}')}`);
}

const CREATE = 'POST /api/ext/links';
const PUBLISH = 'POST /api/ext/links/{id}/publish';
const READ = 'GET /api/ext/links/{id}';

it('a new link costs one create and one publish, and is polled immediately afterwards', async () => {
  const system = await createBackendParts();
  const { issue, poller, repository, clock, pass } = system;
  const row = await issue('tshirt');
  expect(row).toMatchObject({ status: 'active', nextPollAt: clock.now() });
  expect(await requests(system)).toEqual([CREATE, PUBLISH]);
  await poller.pollDue();
  expect(await requests(system)).toEqual([CREATE, PUBLISH, READ]);
  expect(await repository.link(row.id)).toMatchObject({ status: 'active', nextPollAt: clock.now() + 15_000 });
  await poller.pollDue();
  pass(14_999);
  await poller.pollDue();
  expect(await requests(system)).toEqual([CREATE, PUBLISH, READ]);
});

it('a new link takes five writes to the store', async () => {
  const { issue, repository } = await createBackendParts();
  const writes: string[] = [];
  for (const name of [
    'insertLink',
    'takeLease',
    'recordSent',
    'recordDraft',
    'recordSnapshot',
    'schedulePoll',
  ] as const) {
    const write = repository[name] as (...given: unknown[]) => Promise<never>;
    Object.assign(repository, { [name]: (...given: unknown[]) => (writes.push(name), write(...given)) });
  }
  await issue('tshirt');
  expect(writes).toEqual(['insertLink', 'recordSent', 'recordDraft', 'recordSnapshot', 'schedulePoll']);
});

it('a client that watches a link moves its next poll forward, never back', async () => {
  const { issue, poller, linkEvents, repository, clock, pass } = await createBackendParts();
  const row = await issue('tshirt');
  const nextPoll = async (): Promise<number> => (await repository.link(row.id))!.nextPollAt! - clock.now();
  linkEvents.watch(row.id, () => {}, '203.0.113.7');
  await poller.pollSoon(row);
  expect(await nextPoll()).toBe(0);
  await repository.schedulePoll(row.id, clock.now() + 15_000);
  await poller.pollSoon(row);
  expect(await nextPoll()).toBe(2000);
  pass(1000);
  await poller.pollSoon(row);
  expect(await nextPoll()).toBe(1000);
});

it('a link is read if its publish response is not a complete link, and polled at the normal interval', async () => {
  const system = await createBackendParts();
  const { issue, poller, clock, sandbox } = system;
  const match = { path_regex: '/publish$' };
  await testClient('', sandbox.url).control('POST', '/faults', { match, fault: { type: 'malformed' }, times: 1 });
  expect(await issue('tshirt')).toMatchObject({ status: 'active', nextPollAt: clock.now() + 15_000 });
  await poller.pollDue();
  expect(await requests(system)).toEqual([CREATE, PUBLISH, READ]);
});

it('the poller publishes a link again if it is a draft although its publish response was active', async () => {
  let isFirst = true;
  const wronglyActive = (gateway: Gateway): Gateway => ({
    ...gateway,
    async publish(id) {
      if (!isFirst) return gateway.publish(id);
      isFirst = false;
      return { ...(await gateway.get(id))!, status: 'active', unconfirmed: true };
    },
  });
  const system = await createBackendParts({ changed: wronglyActive });
  const { issue, poller, gateway, repository } = system;
  const { id, upstreamId } = await issue('tshirt');
  expect((await gateway.get(upstreamId!))!.status).toBe('draft');
  await poller.pollDue();
  expect((await gateway.get(upstreamId!))!.status).toBe('active');
  expect((await repository.link(id))!.status).toBe('active');
});

it('the poller does not publish a draft whose offer changed', async () => {
  const wronglyActive = (gateway: Gateway): Gateway => ({
    ...gateway,
    publish: async (id) => ({ ...(await gateway.get(id))!, status: 'active', unconfirmed: true }),
  });
  const { issue, poller, gateway, repository, clock } = await createBackendParts({ changed: wronglyActive });
  const { id, upstreamId } = await issue('tshirt');
  await repository.supersedeLink(id, clock.now());
  gateway.publish = () => Promise.reject(new Error('it was published'));
  await poller.read((await repository.link(id))!);
  expect((await gateway.get(upstreamId!))!.status).toBe('draft');
});

it('a link that another process published in the meantime stays payable', async () => {
  const overtaken = (gateway: Gateway): Gateway => ({
    ...gateway,
    publish: async (id) => {
      await gateway.publish(id);
      throw new GatewayError('rejected', 'it is no longer a draft');
    },
  });
  const { issue, gateway } = await createBackendParts({ changed: overtaken });
  const row = await issue('tshirt');
  expect(row.status).toBe('active');
  expect((await gateway.get(row.upstreamId!))!.status).toBe('active');
});

it('a store failure after a failed attempt does not delay the next attempt', async () => {
  let isDown = true;
  const down = (gateway: Gateway): Gateway => ({
    ...gateway,
    create: (draft) => (isDown ? Promise.reject(new GatewayError('unavailable', 'down')) : gateway.create(draft)),
  });
  const { issue, repository } = await createBackendParts({ changed: down });
  const { releaseLease } = repository;
  repository.releaseLease = () => {
    repository.releaseLease = releaseLease;
    return Promise.reject(new Error('Connection terminated unexpectedly'));
  };
  await expect(issue('pay-us')).rejects.toMatchObject({ code: 'upstream_unavailable' });
  isDown = false;
  expect((await issue('pay-us')).status).toBe('active');
});

it('a payment that arrives while its link is being issued is published once, with the row', async () => {
  const system: BackendParts = await createBackendParts({
    changed: (gateway) => ({
      ...gateway,
      async publish(id) {
        await gateway.publish(id);
        await system.pay({ upstreamId: id });
        return (await gateway.get(id))!;
      },
    }),
  });
  const published: LinkEvent[] = [];
  system.linkEvents.subscribe((event) => published.push(event));
  const row = await system.issue('tshirt');
  expect(published).toMatchObject([{ row: { id: row.id, paidCount: 1 }, newPayments: 1 }]);
  await system.poller.read(row);
  expect(published.map(({ newPayments }) => newPayments)).toEqual([1, 0]);
});
