import { NotAppliedError } from '@mytpe-pay/client';
import { expect, it, onTestFinished } from 'vitest';

import type { LinkRow } from '../domain/link.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { type Gateway, GatewayError } from '../mytpe/gateway.ts';
import { createRepository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { createAdminService } from './admin-service.ts';

const ACTOR = { name: 'f1', requestId: 'r1' };

/** Creates an admin service whose MyTPE runs `action` and then reports `status`. */
async function serviceWith(status: string, action: () => Promise<unknown>) {
  const repository = createRepository(openSqlite(':memory:'));
  onTestFinished(() => repository.close());
  const link = payerLink('a');
  const read = async (row: LinkRow): Promise<LinkRow> =>
    (await repository.recordSnapshot(row.id, { status, paidCount: 0, totalCollected: 0, readAt: 2 }))!;
  const act = action as Gateway['pause'];
  const gateway = { baseUrl: link.baseUrl, pause: act, resume: act, archive: act } as Gateway;
  const poller = { read, pollDue: async () => {}, pollAhead: async () => {}, pollSoon: async () => {} };
  await repository.insertLink(link, { token: 'me', until: 9e15 }, null);
  const service = createAdminService({ repository, gateway, poller, clock: { now: () => 1, sleep: async () => {} } });
  const issue = async (): Promise<void> => {
    await repository.recordDraft(link.id, 'me', { upstreamId: 'up', url: 'https://pay.test/x' });
    await repository.recordSnapshot(link.id, { status: 'active', paidCount: 0, totalCollected: 0, readAt: 1 });
  };
  const outcomes = async () => (await service.link(link.id)).audit.map(({ outcome }) => outcome).toReversed();
  return { service, id: link.id, issue, outcomes };
}

const succeed = async (): Promise<void> => {};
const fail = async (): Promise<never> => {
  throw new GatewayError('rejected', 'no');
};

/** MyTPE accepted the action, but another caller reverted it before the read. */
const notApplied = async (): Promise<never> => {
  throw new GatewayError('unknown', 'no', { cause: new NotAppliedError('pause', 'up', 'active') });
};

it.each([
  ['pause', 'active', notApplied, false, 'not done: the link is active'],
  ['pause', 'paused', notApplied, true, 'done'],
  ['pause', 'paused', succeed, true, 'done'],
  ['archive', 'archived', succeed, true, 'done'],
  // A MyTPE without archiving pauses the link instead.
  ['archive', 'paused', succeed, true, 'done'],
  ['archive', 'paused', fail, false, 'not done: the link is paused'],
  ['pause', 'archived', succeed, false, 'not done: the link is archived'],
  ['resume', 'active', fail, false, 'not done: the link is active'],
] as const)('%s, then read as %s', async (action, status, run, done, outcome) => {
  const { service, id, issue, outcomes } = await serviceWith(status, run);
  await issue();
  expect(await service.act(action, id, ACTOR)).toMatchObject({ done, row: { status } });
  expect(await outcomes()).toEqual(['asked', outcome]);
});

it('does not change a link that is still being issued', async () => {
  const { service, id, outcomes } = await serviceWith('paused', () => Promise.reject(new Error('was called')));
  expect(await service.act('pause', id, ACTOR)).toMatchObject({ done: false, row: { status: 'requested' } });
  expect(await outcomes()).toEqual(['asked', 'not done: the link is requested']);
});

it('records a failed action', async () => {
  const { service, id, issue, outcomes } = await serviceWith('active', () => Promise.reject(new Error('broken')));
  await issue();
  await expect(service.act('pause', id, ACTOR)).rejects.toThrow('broken');
  expect(await outcomes()).toEqual(['asked', 'failed']);
});
