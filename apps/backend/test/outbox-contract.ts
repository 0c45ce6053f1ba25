import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LinkRow, NewLink } from '../src/domain/link.ts';
import type { DeliveryOutcome } from '../src/repository/outbox.ts';
import type { Repository } from '../src/repository/repository.ts';
import { payerLink } from './repository-contract.ts';
import { STEP, createDrill } from './outbox-drill.ts';

const NOW = 1_700_000_000_000;
const BASE = payerLink('x').baseUrl;

/** Tests of the outbox, for each database. */
export function outboxContract(name: string, open: () => Promise<Repository>): void {
  describe(`webhook outbox: ${name}`, () => {
    let repository: Repository;
    let ids: number;
    beforeEach(async () => {
      repository = await open();
      ids = 0;
    });
    afterEach(() => repository.close());

    const newId = (): string => `msg_${++ids}`;
    const record = async (id: string, status: string, paidCount: number, readAt = NOW): Promise<LinkRow | null> =>
      repository.recordSnapshot(id, { status, paidCount, totalCollected: paidCount * 1000, readAt }, newId);

    async function link(attempt: string, changes: Partial<NewLink> = {}): Promise<string> {
      const { id } = { ...payerLink(attempt), ...changes };
      await repository.insertLink({ ...payerLink(attempt), id, ...changes }, { token: 'me', until: NOW }, null);
      await repository.recordDraft(id, 'me', { upstreamId: `up-${id}`, url: 'https://pay.test/x' });
      await record(id, 'active', 0);
      return id;
    }
    const shared = () => link('shared', { scope: 'shared', idempotencyHash: null, fingerprint: 'shared' });
    const claim = async (now = NOW, token = 'me'): Promise<string[]> =>
      (await repository.claimEvents(BASE, now, 10, { token, until: now + 100 })).map(({ id }) => id).toSorted();
    const settle = async (id: string, outcome: Partial<DeliveryOutcome> = {}, token = 'me', now = NOW) => {
      const event = (await repository.event(id))!;
      return repository.settleEvent(
        event,
        token,
        { state: 'delivered', at: now, status: 200, failure: null, ...outcome },
        now,
      );
    };

    it('reports once that a payer link was paid, and that it closed', async () => {
      const id = await link('one');
      await record(id, 'active', 1, NOW + 1);
      await record(id, 'exhausted', 1, NOW + 2);
      await record(id, 'exhausted', 2, NOW + 3);
      const events = (await repository.events(BASE, null, null, 10)).toReversed();
      expect(events.map(({ type, at, closedAs }) => [type, at, closedAs])).toEqual([
        ['link.paid', NOW + 1, null],
        ['link.closed', NOW + 2, 'exhausted'],
      ]);
      expect(events[0]).toEqual({
        id: 'msg_1',
        link: id,
        baseUrl: BASE,
        position: expect.any(Number) as number,
        type: 'link.paid',
        at: NOW + 1,
        closedAs: null,
        paidCount: 1,
        totalCollected: 1000,
        newPayments: 1,
        newAmount: 1000,
        state: 'pending',
        tries: 0,
        dueAt: NOW + 1,
        endedAt: null,
        lastStatus: null,
        lastFailure: null,
      });
    });

    it('orders the payment before the close when one snapshot shows both', async () => {
      const id = await link('one');
      await record(id, 'exhausted', 1);
      expect((await repository.events(BASE, null, null, 10)).map(({ type }) => type)).toEqual([
        'link.closed',
        'link.paid',
      ]);
      expect(await claim()).toEqual(['msg_1']);
    });

    it('reports each payment of a shared link, with its amount', async () => {
      const id = await shared();
      for (const [paidCount, readAt] of [
        [2, 1],
        [2, 2],
        [1, 3],
        [7, 4],
      ] as const)
        await record(id, 'active', paidCount, NOW + readAt);
      const events = (await repository.events(BASE, null, null, 10)).toReversed();
      expect(
        events.map(({ newPayments, newAmount, paidCount, totalCollected }) => [
          newPayments,
          newAmount,
          paidCount,
          totalCollected,
        ]),
      ).toEqual([
        [2, 2000, 2, 2000],
        [5, 5000, 7, 7000],
      ]);
    });

    it('reports each payment once when replicas read the link concurrently', async () => {
      const id = await shared();
      await Promise.all(Array.from({ length: 24 }, (_, n) => record(id, 'active', 1 + (n % 4), NOW + n)));
      const events = await repository.events(BASE, null, null, 100);
      expect(events.reduce((sum, { newPayments }) => sum + newPayments, 0)).toBe(4);
      expect(events[0]).toMatchObject({ paidCount: 4, totalCollected: 4000 });
      expect(events.map(({ paidCount }) => paidCount)).toEqual([...new Set(events.map(({ paidCount }) => paidCount))]);
      expect(events.filter(({ dueAt }) => dueAt !== null)).toHaveLength(1);
    });

    it('reports a payment after the close, but not the close of a draft', async () => {
      const id = await link('one');
      await record(id, 'archived', 0, NOW + 1);
      await record(id, 'archived', 1, NOW + 2);
      expect((await repository.events(BASE, null, null, 10)).map(({ type }) => type)).toEqual([
        'link.paid',
        'link.closed',
      ]);
      const draft = payerLink('two');
      await repository.insertLink(draft, { token: 'me', until: NOW }, null);
      await repository.recordDraft(draft.id, 'me', { upstreamId: 'up-draft', url: 'https://pay.test/y' });
      await record(draft.id, 'archived', 0);
      expect(await repository.pendingEvents(BASE)).toBe(2);
    });

    it('stores no event without an id for it, or for an unknown link', async () => {
      const id = await link('one');
      await repository.recordSnapshot(id, { status: 'exhausted', paidCount: 1, totalCollected: 1000, readAt: NOW });
      await record('lnk_nobody', 'active', 1);
      expect(await repository.events(BASE, null, null, 10)).toEqual([]);
    });

    it('one process at a time claims an event, and another after its lease expires', async () => {
      await record(await link('one'), 'active', 1);
      await record(await link('two'), 'active', 1);
      const both = await Promise.all([claim(NOW, 'a'), claim(NOW, 'b')]);
      expect(both.flat().toSorted()).toEqual(['msg_1', 'msg_2']);
      expect(await repository.claimEvents('http://another/api', NOW + 999, 10, { token: 'c', until: NOW })).toEqual([]);
      expect(await claim(NOW + 99, 'c')).toEqual([]);
      expect(await claim(NOW + 100, 'c')).toEqual(['msg_1', 'msg_2']);
      expect(await settle('msg_1', {}, 'a')).toBe(false);
      expect(await settle('msg_1', {}, 'c')).toBe(true);
      expect(await settle('msg_1', { state: 'dead' }, 'c')).toBe(false);
      expect(await repository.event('msg_1')).toMatchObject({
        state: 'delivered',
        tries: 2,
        endedAt: NOW,
        lastStatus: 200,
      });
    });

    it('keeps the order of a link: a later event waits until the earlier event has ended', async () => {
      const id = await shared();
      for (const paidCount of [1, 2, 3]) await record(id, 'active', paidCount);
      await record(await link('other'), 'active', 1);
      expect(await claim()).toEqual(['msg_1', 'msg_4']);
      await settle('msg_1', { state: 'pending', at: NOW + 5000, status: 500, failure: 'no' });
      await record(id, 'active', 4);
      expect(await claim(NOW + 4999)).toEqual(['msg_4']);
      expect(await claim(NOW + 5000)).toEqual(['msg_1']);
      await settle('msg_1', { state: 'dead', at: NOW + 5001 }, 'me', NOW + 5001);
      expect(await repository.event('msg_1')).toMatchObject({ state: 'dead', dueAt: null, endedAt: NOW + 5001 });
      expect(await claim(NOW + 5001)).toEqual(['msg_2']);
      await settle('msg_2', {}, 'me', NOW + 5002);
      expect(await claim(NOW + 5002)).toEqual(['msg_3']);
      await settle('msg_3', {}, 'me', NOW + 5003);
      expect(await claim(NOW + 5003)).toEqual(['msg_5']);
      await settle('msg_5', {}, 'me', NOW + 5004);
      await record(id, 'active', 5, NOW + 5005);
      expect(await claim(NOW + 5005)).toEqual(['msg_6']);
    });

    it('no event waits for an event that ends concurrently', async () => {
      const id = await shared();
      await record(id, 'active', 1);
      for (let paidCount = 2; paidCount <= 30; paidCount++) {
        const [due] = await claim();
        await Promise.all([settle(due!), record(id, 'active', paidCount)]);
      }
      expect(await claim()).toEqual(['msg_30']);
    });

    it('replays a dead or delivered event with the same id, and makes a pending event due immediately', async () => {
      await record(await link('one'), 'exhausted', 1);
      await claim();
      expect(await repository.replayEvent('msg_1', NOW)).toBe(false);
      await settle('msg_1', { state: 'dead', status: 500, failure: 'no' });
      expect(await repository.replayEvent('msg_1', NOW + 10)).toBe(true);
      expect(await repository.event('msg_1')).toMatchObject({
        state: 'pending',
        tries: 0,
        dueAt: NOW + 10,
        endedAt: null,
      });
      expect(await claim(NOW + 10)).toEqual(['msg_1', 'msg_2']);
      await settle('msg_1');
      await settle('msg_2', { state: 'pending', at: NOW + 9_000_000, status: null, failure: 'ECONNREFUSED' });
      expect(await repository.replayEvent('msg_2', NOW + 20)).toBe(true);
      expect(await claim(NOW + 20)).toEqual(['msg_2']);
      expect(await repository.replayEvent('msg_1', NOW + 30)).toBe(true);
      expect(await repository.replayEvent('msg_nobody', NOW)).toBe(false);
      expect(await repository.event('msg_nobody')).toBeNull();
    });

    it('random steps: each payment is reported once, in order, and no event is stuck', async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(STEP, { maxLength: 40 }), async (steps) => {
          const baseUrl = `http://run-${++runs}/api`;
          const one = () => link('', { baseUrl, scope: 'shared', idempotencyHash: null, fingerprint: newId() });
          const drill = createDrill(repository, baseUrl, [await one(), await one()], newId);
          for (const step of steps) await drill.take(step);
          await drill.drain();
        }),
        { numRuns: 25 },
      );
    }, 60_000);

    it('lists by state and page, counts pending events, and removes old delivered events', async () => {
      const id = await shared();
      for (const paidCount of [1, 2, 3]) await record(id, 'active', paidCount);
      await claim();
      await settle('msg_1', { at: NOW + 1 });
      await claim();
      await settle('msg_2', { state: 'dead', at: NOW - 999 });
      const list = async (...[state, before, limit]: [Parameters<Repository['events']>[1], number | null, number]) =>
        (await repository.events(BASE, state, before, limit)).map((event) => event.id);
      expect(await list(null, null, 10)).toEqual(['msg_3', 'msg_2', 'msg_1']);
      const [newest] = await repository.events(BASE, null, null, 1);
      expect(await list(null, newest!.position, 1)).toEqual(['msg_2']);
      expect([await list('pending', null, 9), await list('dead', null, 9), await list('delivered', null, 9)]).toEqual([
        ['msg_3'],
        ['msg_2'],
        ['msg_1'],
      ]);
      expect(await repository.events('http://another/api', null, null, 10)).toEqual([]);
      expect([await repository.pendingEvents(BASE), await repository.pendingEvents('http://another/api')]).toEqual([
        1, 0,
      ]);
      expect(await repository.pruneEvents(NOW + 1)).toBe(0);
      expect(await repository.pruneEvents(NOW + 2)).toBe(1);
      expect(await list(null, null, 10)).toEqual(['msg_3', 'msg_2']);
    });
  });
}

/** The queries of the outbox, one for each index. */
export const OUTBOX_QUERIES: readonly string[] = [
  "SELECT position FROM webhooks_out WHERE base_url = 'x' AND state = 'pending' AND due_at <= 5 ORDER BY due_at LIMIT 5",
  "SELECT min(position) FROM webhooks_out WHERE link = 'x' AND state = 'pending'",
  "SELECT * FROM webhooks_out WHERE id = 'x'",
  "SELECT * FROM webhooks_out WHERE base_url = 'x' AND position < 5 ORDER BY position DESC LIMIT 5",
  "SELECT * FROM webhooks_out WHERE base_url = 'x' AND position < 5 AND state = 'dead' ORDER BY position DESC LIMIT 5",
  "SELECT count(*) FROM webhooks_out WHERE base_url = 'x' AND state = 'pending'",
  "SELECT position FROM webhooks_out WHERE state = 'delivered' AND ended_at < 5",
];
