import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LinkRow, NewLink } from '../src/domain/link.ts';
import type { DeliveryOutcome } from '../src/repository/outbox.ts';
import type { Repository } from '../src/repository/repository.ts';
import { payerLink } from './repository-contract.ts';
import { STEP, createDrill } from './outbox-drill.ts';

const NOW = 1_700_000_000_000;
const BASE = payerLink('x').baseUrl;

/** How every store keeps what the merchant's server is to be told. */
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
    const told = async (id: string, status: string, paidCount: number, readAt = NOW): Promise<LinkRow | null> =>
      repository.recordSnapshot(id, { status, paidCount, totalCollected: paidCount * 1000, readAt }, newId);

    async function link(attempt: string, changes: Partial<NewLink> = {}): Promise<string> {
      const { id } = { ...payerLink(attempt), ...changes };
      await repository.insertLink({ ...payerLink(attempt), id, ...changes }, { token: 'me', until: NOW }, null);
      await repository.recordDraft(id, 'me', { upstreamId: `up-${id}`, url: 'https://pay.test/x' });
      await told(id, 'active', 0);
      return id;
    }
    const shared = () => link('shared', { scope: 'shared', idempotencyHash: null, fingerprint: 'of-all' });
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

    it('tells of a payer link that it was paid, once, and that it closed', async () => {
      const id = await link('one');
      await told(id, 'active', 1, NOW + 1);
      await told(id, 'exhausted', 1, NOW + 2);
      await told(id, 'exhausted', 2, NOW + 3);
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

    it('puts the payment before the closing when one reading tells both', async () => {
      const id = await link('one');
      await told(id, 'exhausted', 1);
      expect((await repository.events(BASE, null, null, 10)).map(({ type }) => type)).toEqual([
        'link.closed',
        'link.paid',
      ]);
      expect(await claim()).toEqual(['msg_1']);
    });

    it('tells of a shared link each growth, and by how much', async () => {
      const id = await shared();
      for (const [paidCount, readAt] of [
        [2, 1],
        [2, 2],
        [1, 3],
        [7, 4],
      ] as const)
        await told(id, 'active', paidCount, NOW + readAt);
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

    it('tells each growth once, however many replicas read it at once', async () => {
      const id = await shared();
      await Promise.all(Array.from({ length: 24 }, (_, n) => told(id, 'active', 1 + (n % 4), NOW + n)));
      const events = await repository.events(BASE, null, null, 100);
      expect(events.reduce((sum, { newPayments }) => sum + newPayments, 0)).toBe(4);
      expect(events[0]).toMatchObject({ paidCount: 4, totalCollected: 4000 });
      expect(events.map(({ paidCount }) => paidCount)).toEqual([...new Set(events.map(({ paidCount }) => paidCount))]);
      expect(events.filter(({ dueAt }) => dueAt !== null)).toHaveLength(1);
    });

    it('tells of a payment after the closing, and nothing of a draft that closed', async () => {
      const id = await link('one');
      await told(id, 'archived', 0, NOW + 1);
      await told(id, 'archived', 1, NOW + 2);
      expect((await repository.events(BASE, null, null, 10)).map(({ type }) => type)).toEqual([
        'link.paid',
        'link.closed',
      ]);
      const draft = payerLink('two');
      await repository.insertLink(draft, { token: 'me', until: NOW }, null);
      await repository.recordDraft(draft.id, 'me', { upstreamId: 'up-draft', url: 'https://pay.test/y' });
      await told(draft.id, 'archived', 0);
      expect(await repository.pendingEvents(BASE)).toBe(2);
    });

    it('enters nothing where nobody is to be told', async () => {
      const id = await link('one');
      await repository.recordSnapshot(id, { status: 'exhausted', paidCount: 1, totalCollected: 1000, readAt: NOW });
      await told('lnk_nobody', 'active', 1);
      expect(await repository.events(BASE, null, null, 10)).toEqual([]);
    });

    it('gives an event to one at a time, and to another when its lease has run out', async () => {
      await told(await link('one'), 'active', 1);
      await told(await link('two'), 'active', 1);
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

    it('keeps the order of a link: what comes later waits until the earlier one has ended', async () => {
      const id = await shared();
      for (const paidCount of [1, 2, 3]) await told(id, 'active', paidCount);
      await told(await link('other'), 'active', 1);
      expect(await claim()).toEqual(['msg_1', 'msg_4']);
      await settle('msg_1', { state: 'pending', at: NOW + 5000, status: 500, failure: 'no' });
      await told(id, 'active', 4);
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
      await told(id, 'active', 5, NOW + 5005);
      expect(await claim(NOW + 5005)).toEqual(['msg_6']);
    });

    it('never leaves an event waiting for one that has ended, whoever ends it while it comes', async () => {
      const id = await shared();
      await told(id, 'active', 1);
      for (let paidCount = 2; paidCount <= 30; paidCount++) {
        const [due] = await claim();
        await Promise.all([settle(due!), told(id, 'active', paidCount)]);
      }
      expect(await claim()).toEqual(['msg_30']);
    });

    it('sends a dead or a delivered one again, under its own name, and one that waits for its next try at once', async () => {
      await told(await link('one'), 'exhausted', 1);
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

    it('whatever happens in whatever order: each payment is told of once, in order, and nothing is stuck', async () => {
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

    it('lists by state and page, counts what is pending, and forgets what was delivered long ago', async () => {
      const id = await shared();
      for (const paidCount of [1, 2, 3]) await told(id, 'active', paidCount);
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

/** What the outbox asks of the database, one for each index. */
export const OUTBOX_QUERIES: readonly string[] = [
  "SELECT position FROM webhooks_out WHERE base_url = 'x' AND state = 'pending' AND due_at <= 5 ORDER BY due_at LIMIT 5",
  "SELECT min(position) FROM webhooks_out WHERE link = 'x' AND state = 'pending'",
  "SELECT * FROM webhooks_out WHERE id = 'x'",
  "SELECT * FROM webhooks_out WHERE base_url = 'x' AND position < 5 ORDER BY position DESC LIMIT 5",
  "SELECT * FROM webhooks_out WHERE base_url = 'x' AND position < 5 AND state = 'dead' ORDER BY position DESC LIMIT 5",
  "SELECT count(*) FROM webhooks_out WHERE base_url = 'x' AND state = 'pending'",
  "SELECT position FROM webhooks_out WHERE state = 'delivered' AND ended_at < 5",
];
