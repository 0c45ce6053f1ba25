import { expect, it } from 'vitest';

import type { LinkRow } from '../domain/link.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { createLogger } from '../lib/log.ts';
import { createRepository, type Repository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { createLinkEvents } from './link-events.ts';
import { createReplicaSync } from './replica-sync.ts';

const NOW = 1_700_000_000_000;

/** Two processes on one store: what the other one does arrives here only through the store. */
async function beside(hints: boolean) {
  const file = createRepository(openSqlite(':memory:'));
  let hint: (id: string | null) => void = () => {};
  const repository: Repository = {
    ...file,
    isShared: true,
    onNotification: (listener) => {
      if (hints) hint = listener;
      return async () => {};
    },
  };
  const link = { ...payerLink('a'), createdAt: NOW };
  await repository.insertLink(link, { token: 'other', until: NOW + 1 }, null);
  await repository.recordDraft(link.id, 'other', { upstreamId: 'up', url: 'https://pay.test/x' });
  await repository.recordSnapshot(link.id, { status: 'active', paidCount: 0, totalCollected: 0, readAt: NOW });
  const linkEvents = createLinkEvents(10);
  const told: LinkRow[] = [];
  linkEvents.add(link.id, (row) => told.push(row), '197.200.1.1');
  const clock = { now: () => NOW, sleep: async () => {} };
  const log = createLogger('silent', []);
  const replicaSync = createReplicaSync({ repository, clock, log, linkEvents, onChange: linkEvents.tell });
  const pay = () =>
    repository.recordSnapshot(link.id, { status: 'exhausted', paidCount: 1, totalCollected: 450_000, readAt: NOW + 1 });
  return { repository, link, told, replicaSync, pay, hint: (id: string | null) => hint(id) };
}

it('follows a hint about a link that is watched here', async () => {
  const { told, pay, hint, link } = await beside(true);
  await pay();
  hint('lnk_of_somebody_else');
  hint(link.id);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told.map(({ paidCount }) => paidCount)).toEqual([1]);
});

it('sees the payment without any hint', async () => {
  const { told, pay, replicaSync } = await beside(false);
  await pay();
  await replicaSync.catchUp();
  expect(told.map(({ paidCount }) => paidCount)).toEqual([1]);
});

it('keeps a link that is watched here read eagerly, though another process reads it calmly', async () => {
  const { repository, link, replicaSync } = await beside(false);
  await repository.schedulePoll(link.id, NOW + 3_600_000);
  await replicaSync.catchUp();
  expect((await repository.link(link.id))!.nextPollAt).toBe(NOW + 2_000);
});
