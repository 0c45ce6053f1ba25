import { expect, it } from 'vitest';

import { payerLink } from '../../test/repository-contract.ts';
import { createLogger } from '../lib/log.ts';
import { createRepository, type Repository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { createLinkEvents, createReplicaSync, type LinkEvent } from './link-events.ts';

const nothing = (): void => {};

it('polls eagerly only the links that a network began to watch last', () => {
  const linkEvents = createLinkEvents(2);
  const stops = ['a', 'b', 'c'].map((id) => linkEvents.watch(id, nothing, 'net-1'));
  const eager = () => ['a', 'b', 'c', 'd'].filter(linkEvents.isEager);
  expect(eager()).toEqual(['b', 'c']);
  const stop = linkEvents.watch('a', nothing, 'net-2');
  expect(eager()).toEqual(['a', 'b', 'c']);
  stop();
  stop();
  stops[2]!();
  expect(eager()).toEqual(['a', 'b']);
  for (const end of stops) end();
  expect([eager(), [...linkEvents.watchedIds()]]).toEqual([[], []]);
});

it('polls a link eagerly while at least one watcher in a network remains', () => {
  const linkEvents = createLinkEvents(1);
  const stop = linkEvents.watch('a', nothing, 'net');
  const other = linkEvents.watch('a', nothing, 'net');
  stop();
  expect([linkEvents.isEager('a'), linkEvents.isWatched('a')]).toEqual([true, true]);
  other();
  expect([linkEvents.isEager('a'), linkEvents.isWatched('a')]).toEqual([false, false]);
});

const NOW = 1_700_000_000_000;

/** Starts a process on a store that another process changes, with or without notifications. */
async function replica(notifies: boolean) {
  const file = createRepository(openSqlite(':memory:'));
  let notify: (id: string | null) => void = () => {};
  const repository: Repository = {
    ...file,
    isShared: true,
    onNotification: (listener) => {
      if (notifies) notify = listener;
      return async () => {};
    },
  };
  const link = { ...payerLink('a'), createdAt: NOW };
  await repository.insertLink(link, { token: 'other', until: NOW + 1 }, null);
  await repository.recordDraft(link.id, 'other', { upstreamId: 'up', url: 'https://pay.test/x' });
  await repository.recordSnapshot(link.id, { status: 'active', paidCount: 0, totalCollected: 0, readAt: NOW });
  const linkEvents = createLinkEvents(10);
  const published: LinkEvent[] = [];
  linkEvents.subscribe((event) => published.push(event));
  linkEvents.watch(link.id, nothing, '197.200.1.1');
  const clock = { now: () => NOW, sleep: async () => {} };
  const log = createLogger('silent', []);
  const replicaSync = createReplicaSync({ repository, clock, log, linkEvents });
  const pay = () =>
    repository.recordSnapshot(link.id, { status: 'exhausted', paidCount: 1, totalCollected: 450_000, readAt: NOW + 1 });
  return { repository, link, published, replicaSync, pay, notify: (id: string | null) => notify(id) };
}

it('publishes a watched link after a notification from another process', async () => {
  const { published, pay, notify, link } = await replica(true);
  await pay();
  notify('lnk_of_somebody_else');
  notify(link.id);
  await new Promise((resolve) => setImmediate(resolve));
  expect(published).toMatchObject([{ row: { paidCount: 1 }, newPayments: 0 }]);
});

it('publishes the change of a watched link even without a notification', async () => {
  const { published, pay, replicaSync } = await replica(false);
  await pay();
  await replicaSync.catchUp();
  expect(published).toMatchObject([{ row: { paidCount: 1 }, newPayments: 0 }]);
});

it('keeps the next poll of a watched link near, even if another process polls it slowly', async () => {
  const { repository, link, replicaSync } = await replica(false);
  await repository.schedulePoll(link.id, NOW + 3_600_000);
  await replicaSync.catchUp();
  expect((await repository.link(link.id))!.nextPollAt).toBe(NOW + 2_000);
});
