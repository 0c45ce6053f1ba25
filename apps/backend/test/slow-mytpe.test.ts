import { expect, it } from 'vitest';

import type { Gateway } from '../src/mytpe/gateway.ts';
import { createBackendParts } from './backend-parts.ts';

/** Two concurrent reads of 300 ms each: one read ends every 150 ms. */
const READ_MS = 150;

it('detects a payment within 5 s while one network watches 100 links and MyTPE is slow', async () => {
  let pass = (_ms: number): void => {};
  const system = await createBackendParts({
    changed: (gateway) => ({
      ...gateway,
      async get(id) {
        pass(READ_MS);
        return gateway.get(id);
      },
    }),
  });
  const { repository, poller, linkEvents, clock, issue, pay } = system;
  const follow = async (network: string) => {
    const row = await issue('tshirt');
    linkEvents.watch(row.id, () => {}, network);
    await poller.pollSoon(row);
    return row;
  };
  for (let n = 0; n < 100; n += 1) await follow('203.0.113.7');
  system.pass(1);
  const honest = await follow('197.200.1.1');
  ({ pass } = system);
  await pay(honest);
  const paidAt = clock.now();
  while ((await repository.link(honest.id))!.paidCount === 0) {
    const before = clock.now();
    await poller.pollDue();
    if (clock.now() === before) pass(1000);
  }
  expect((await repository.link(honest.id))!.paidSeenAt! - paidAt).toBeLessThan(5000);
});

it('reads newly opened links first and still reads the others', async () => {
  const order: string[] = [];
  const system = await createBackendParts({
    changed: (gateway) => ({
      ...gateway,
      async get(id) {
        order.push(id);
        return gateway.get(id);
      },
    }),
  });
  const { poller, issue, pass } = system;
  const old: string[] = [];
  for (let n = 0; n < 10; n += 1) old.push((await issue('tshirt')).upstreamId!);
  pass(10 * 60_000);
  const opened: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    pass(1);
    opened.push((await issue('tshirt')).upstreamId!);
  }
  pass(60_000);
  order.length = 0;
  await poller.pollDue();
  expect(order.slice(0, 6).toSorted()).toEqual(opened.slice(4).toSorted());
  expect(order.slice(6, 8).every((id) => old.includes(id))).toBe(true);
  expect(order.toSorted()).toEqual([...old, ...opened].toSorted());
});

/** Records the highest number of concurrent reads. */
function countingReads(gateway: Gateway, most: { reads: number }): Gateway {
  let running = 0;
  return {
    ...gateway,
    async get(id) {
      running += 1;
      most.reads = Math.max(most.reads, running);
      return gateway.get(id).finally(() => (running -= 1));
    },
  };
}

it('polls two links at a time, but one while a link is issued', async () => {
  const most = { reads: 0 };
  let creating: Promise<void> | null = null;
  const system = await createBackendParts({
    changed: (gateway) => ({
      ...countingReads(gateway, most),
      create: async (draft) => {
        await creating;
        return gateway.create(draft);
      },
    }),
  });
  const { poller, issue, pass } = system;
  for (let n = 0; n < 8; n += 1) await issue('tshirt');
  pass(60_000);
  most.reads = 0;
  await poller.pollDue();
  expect(most.reads).toBe(2);

  let create = (): void => {};
  creating = new Promise((resolve) => (create = resolve));
  const issued = issue('tshirt');
  await expect.poll(() => system.issuer.isIssuing()).toBe(true);
  pass(60_000);
  most.reads = 0;
  await poller.pollDue();
  expect(most.reads).toBe(1);
  create();
  expect((await issued).status).toBe('active');
});
