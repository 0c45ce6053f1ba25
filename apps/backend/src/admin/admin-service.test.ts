import { NotAppliedError } from '@mytpe-pay/client';
import { expect, it, onTestFinished } from 'vitest';

import type { LinkRow } from '../domain/link.ts';
import { payerLink } from '../../test/repository-contract.ts';
import { type Gateway, GatewayError } from '../mytpe/gateway.ts';
import { createRepository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { createAdminService } from './admin-service.ts';

const ACTOR = { name: 'f1', requestId: 'r1' };

/** A desk whose MyTPE answers an action as told, and then says this status. */
async function deskWhere(says: string, action: () => Promise<unknown>) {
  const repository = createRepository(openSqlite(':memory:'));
  onTestFinished(() => repository.close());
  const link = payerLink('a');
  const read = async (row: LinkRow): Promise<LinkRow> =>
    (await repository.recordSnapshot(row.id, { status: says, paidCount: 0, totalCollected: 0, readAt: 2 }))!;
  const act = action as Gateway['pause'];
  const gateway = { baseUrl: link.baseUrl, pause: act, resume: act, archive: act } as Gateway;
  const poller = { read, pollDue: async () => {}, pollAhead: async () => {}, pollSoon: async () => {} };
  await repository.insertLink(link, { token: 'me', until: 9e15 }, null);
  const desk = createAdminService({ repository, gateway, poller, clock: { now: () => 1, sleep: async () => {} } });
  const issue = async (): Promise<void> => {
    await repository.recordDraft(link.id, 'me', { upstreamId: 'up', url: 'https://pay.test/x' });
    await repository.recordSnapshot(link.id, { status: 'active', paidCount: 0, totalCollected: 0, readAt: 1 });
  };
  const outcomes = async () => (await desk.link(link.id)).audit.map(({ outcome }) => outcome).toReversed();
  return { desk, id: link.id, issue, outcomes };
}

const yes = async (): Promise<void> => {};
const no = async (): Promise<never> => {
  throw new GatewayError('rejected', 'no');
};

/** Accepted, but somebody moved the link back before it was read. */
const notApplied = async (): Promise<never> => {
  throw new GatewayError('unknown', 'no', { cause: new NotAppliedError('pause', 'up', 'active') });
};

it.each([
  ['pause', 'active', notApplied, false, 'not done: the link is active'],
  ['pause', 'paused', notApplied, true, 'done'],
  ['pause', 'paused', yes, true, 'done'],
  ['archive', 'archived', yes, true, 'done'],
  // A MyTPE that cannot archive.
  ['archive', 'paused', yes, true, 'done'],
  ['archive', 'paused', no, false, 'not done: the link is paused'],
  ['pause', 'archived', yes, false, 'not done: the link is archived'],
  ['resume', 'active', no, false, 'not done: the link is active'],
] as const)('%s, read back as %s', async (action, says, answer, done, outcome) => {
  const { desk, id, issue, outcomes } = await deskWhere(says, answer);
  await issue();
  expect(await desk.act(action, id, ACTOR)).toMatchObject({ done, row: { status: says } });
  expect(await outcomes()).toEqual(['asked', outcome]);
});

it('touches no link that is still being made', async () => {
  const { desk, id, outcomes } = await deskWhere('paused', () => Promise.reject(new Error('was asked')));
  expect(await desk.act('pause', id, ACTOR)).toMatchObject({ done: false, row: { status: 'requested' } });
  expect(await outcomes()).toEqual(['asked', 'not done: the link is requested']);
});

it('notes what it could not finish', async () => {
  const { desk, id, issue, outcomes } = await deskWhere('active', () => Promise.reject(new Error('broken')));
  await issue();
  await expect(desk.act('pause', id, ACTOR)).rejects.toThrow('broken');
  expect(await outcomes()).toEqual(['asked', 'failed']);
});
