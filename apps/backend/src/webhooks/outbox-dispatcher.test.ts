import { randomUUID } from 'node:crypto';

import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';

import { type Merchant, MERCHANT_SECRET, startMerchant } from '../../test/merchant.ts';
import { payerLink } from '../../test/repository-contract.ts';
import type { Clock } from '../lib/clock.ts';
import { createLogger } from '../lib/log.ts';
import { createSigner } from '../lib/webhook-signature.ts';
import { createReceipts } from '../links/receipts.ts';
import { createRepository, type Repository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { type OutboxDispatcher, createOutboxDispatcher, RETRY_AFTER, type TryOutcome } from './outbox-dispatcher.ts';
import { createWebhookSender } from './sender.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
const BASE = payerLink('x').baseUrl;

/** Couriers on one store and one clock that stands until it is moved. */
interface Office {
  readonly repository: Repository;
  readonly dispatcher: OutboxDispatcher;
  readonly merchant: Merchant;
  readonly logs: string[];
  readonly tries: TryOutcome[];
  now: number;
  /** Another process. */
  another(): OutboxDispatcher;
  /** A link of one payer that is seen paid. @returns its id. */
  paid(): Promise<string>;
  told(id: string, paidCount: number, status?: string): Promise<unknown>;
  /** Types and ids as the merchant's server was sent them. */
  sent(): string[];
  states(): Promise<string[]>;
}

async function office({ timeoutMs = 2000, url }: { timeoutMs?: number; url?: string } = {}): Promise<Office> {
  const merchant = await startMerchant();
  const repository = createRepository(openSqlite(':memory:'));
  const logs: string[] = [];
  const tries: TryOutcome[] = [];
  const clock: Clock = { now: () => self.now, sleep: async () => {} };
  const receipts = await createReceipts({
    repository,
    clock,
    issuer: 'https://pay.shop.example',
    environment: 'sandbox',
    baseUrl: BASE,
    signingKey: null,
  });
  const log = createLogger('trace', [], { write: (line: string) => void logs.push(line) });
  const couriers: OutboxDispatcher[] = [];
  const another = (): OutboxDispatcher => {
    const sender = createWebhookSender({ url: url ?? merchant.url, timeoutMs });
    const sign = createSigner([MERCHANT_SECRET]);
    const onTry = (outcome: TryOutcome) => void tries.push(outcome);
    const common = {
      repository,
      baseUrl: BASE,
      environment: 'sandbox',
      receipts,
      clock,
      log,
      random: () => 0,
    } as const;
    const dispatcher = createOutboxDispatcher({ ...common, sender, sign, onTry });
    couriers.push(dispatcher);
    return dispatcher;
  };
  let events = 0;
  const self: Office = {
    repository,
    merchant,
    logs,
    tries,
    now: START,
    another,
    dispatcher: another(),
    told: (id, paidCount, status = 'active') =>
      repository.recordSnapshot(
        id,
        { status, paidCount, totalCollected: paidCount * 450_000, readAt: self.now },
        () => `msg_${++events}`,
      ),
    async paid() {
      const link = payerLink(randomUUID());
      await repository.insertLink(link, { token: 'me', until: self.now }, null);
      await repository.recordDraft(link.id, 'me', { upstreamId: `up-${link.id}`, url: 'https://pay.test/x' });
      await self.told(link.id, 1);
      return link.id;
    },
    sent: () => merchant.received.map(({ id, event }) => `${id} ${event.type}`),
    states: async () => (await repository.events(BASE, null, null, 100)).toReversed().map(({ state }) => state),
  };
  onTestFinished(async () => {
    await Promise.all(couriers.map((dispatcher) => dispatcher.stop()));
    await repository.close();
  });
  return self;
}

const failing = (status: number, headers: Record<string, string> = {}) => {
  return ((response) => void response.writeHead(status, headers).end('no')) as Merchant['answer'];
};

describe('an event for the merchant’s server', () => {
  it('is sent again, by the schedule, until it is taken: the same bytes under the same name, freshly signed', async () => {
    const at = await office();
    await at.paid();
    at.merchant.answer = failing(500);
    await at.dispatcher.deliverDue();
    for (const delay of RETRY_AFTER.slice(0, 3)) {
      at.now += delay - 1;
      const before = at.sent().length;
      await at.dispatcher.deliverDue();
      expect(at.sent()).toHaveLength(before);
      at.now += 1;
      await at.dispatcher.deliverDue();
      expect(at.sent()).toHaveLength(before + 1);
    }
    at.merchant.answer = failing(204);
    at.now += RETRY_AFTER[3]!;
    await at.dispatcher.deliverDue();
    const { received } = at.merchant;
    expect(received.map(({ id }) => id)).toEqual(Array.from({ length: 5 }, () => 'msg_1'));
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    const signer = new Webhook(MERCHANT_SECRET);
    for (const { headers, body } of received) {
      const moment = new Date(Number(headers['webhook-timestamp']) * 1000);
      expect(headers['webhook-signature']).toBe(signer.sign('msg_1', moment, body));
    }
    expect(Number(received[4]!.headers['webhook-timestamp'])).toBe(at.now / 1000);
    expect(at.tries).toEqual(['failed', 'failed', 'failed', 'failed', 'delivered']);
    expect(await at.states()).toEqual(['delivered']);
    await at.dispatcher.deliverDue();
    expect(received).toHaveLength(5);
  });

  it('is given up after ten tries; an operator has it sent again, and then it is taken', async () => {
    const at = await office();
    await at.paid();
    at.merchant.answer = failing(404);
    for (const delay of [0, ...RETRY_AFTER, 99 * 3_600_000]) {
      at.now += delay;
      await at.dispatcher.deliverDue();
    }
    expect(at.sent()).toHaveLength(10);
    expect(await at.states()).toEqual(['dead']);
    expect(at.tries.at(-1)).toBe('dead');
    expect(at.logs.filter((line) => line.includes('given up'))).toHaveLength(1);
    at.merchant.answer = failing(200);
    expect(await at.repository.replayEvent('msg_1', at.now)).toBe(true);
    await at.dispatcher.deliverDue();
    expect(await at.states()).toEqual(['delivered']);
    expect(at.merchant.received.at(-1)!.body).toBe(at.merchant.received[0]!.body);
  });

  it('is given up at once where the merchant’s server says that it is gone', async () => {
    const at = await office();
    await at.paid();
    at.merchant.answer = failing(410);
    await at.dispatcher.deliverDue();
    expect(await at.states()).toEqual(['dead']);
    expect(at.logs.join('')).toContain('(410)');
  });

  it('waits as long as the merchant’s server asks for', async () => {
    const at = await office();
    await at.paid();
    at.merchant.answer = failing(503, { 'retry-after': '120' });
    await at.dispatcher.deliverDue();
    expect((await at.repository.event('msg_1'))!.dueAt).toBe(at.now + 120_000);
  });

  it('goes nowhere but to the address that was set', async () => {
    const at = await office();
    const elsewhere = await startMerchant();
    await at.paid();
    at.merchant.answer = failing(307, { location: elsewhere.url });
    await at.dispatcher.deliverDue();
    expect(elsewhere.received).toEqual([]);
    expect(await at.repository.event('msg_1')).toMatchObject({
      state: 'pending',
      lastStatus: 307,
      lastFailure: 'HTTP 307',
    });
  });

  it('is not waited for longer than the time that was set', async () => {
    const at = await office({ timeoutMs: 100 });
    await at.paid();
    at.merchant.answer = () => {};
    await at.dispatcher.deliverDue();
    expect(await at.repository.event('msg_1')).toMatchObject({
      state: 'pending',
      lastStatus: null,
      lastFailure: 'no answer within 0.1 s',
      dueAt: at.now + 5000,
    });
  });

  it('is delivered by its status; a body without end is cut off', async () => {
    const at = await office({ timeoutMs: 60_000 });
    await at.paid();
    let cut = (): void => {};
    const isCut = new Promise<void>((resolve) => (cut = resolve));
    at.merchant.answer = (response) => {
      response.writeHead(200).on('close', cut);
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(512)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    };
    await at.dispatcher.deliverDue();
    expect(await at.states()).toEqual(['delivered']);
    await isCut;
  });

  it('is kept while nobody listens, and the log says why without the address', async () => {
    const gone = await startMerchant();
    await gone.close();
    const at = await office({ url: `${gone.url}?key=planted` });
    await at.paid();
    await at.dispatcher.deliverDue();
    expect(await at.repository.event('msg_1')).toMatchObject({ state: 'pending', lastFailure: 'ECONNREFUSED' });
    expect(at.logs.join('')).toContain('ECONNREFUSED');
    expect(at.logs.join('')).not.toMatch(/planted|127\.0\.0\.1|whsec_|eyJ/);
  });
});

describe('several events', () => {
  it('of one link come in order, however many carry them: a later one waits for the earlier', async () => {
    const at = await office();
    const id = await at.paid();
    await at.told(id, 1, 'exhausted');
    await at.paid();
    at.merchant.answer = (response, { id: name }) => failing(name === 'msg_1' ? 500 : 200)(response, {} as never);
    await Promise.all([at.dispatcher.deliverDue(), at.another().deliverDue()]);
    expect(at.sent().toSorted()).toEqual(['msg_1 link.paid', 'msg_3 link.paid']);
    at.merchant.answer = failing(200);
    at.now += 5000;
    await Promise.all([at.dispatcher.deliverDue(), at.another().deliverDue()]);
    expect(at.sent().slice(2)).toEqual(['msg_1 link.paid', 'msg_2 link.closed']);
    expect(at.merchant.received[3]!.event.data).toMatchObject({ reason: 'paid', paid_count: 1 });
  });

  it('are not held up by one that is dead', async () => {
    const at = await office();
    await at.told(await at.paid(), 1, 'exhausted');
    at.merchant.answer = (response, { id }) => failing(id === 'msg_1' ? 410 : 200)(response, {} as never);
    await at.dispatcher.deliverDue();
    expect(await at.states()).toEqual(['dead', 'delivered']);
  });

  it('each arrive once when nothing fails, though three carry them', async () => {
    const at = await office();
    for (let n = 0; n < 40; n++) await at.paid();
    const couriers = [at.dispatcher, at.another(), at.another()];
    await Promise.all(couriers.map((dispatcher) => dispatcher.deliverDue()));
    expect(at.merchant.received).toHaveLength(40);
    expect(new Set(at.merchant.received.map(({ id }) => id)).size).toBe(40);
    expect(await at.repository.pendingEvents(BASE)).toBe(0);
  });
});

it('what is under way when the process stops is left to the next one, at once', async () => {
  const at = await office({ timeoutMs: 60_000 });
  await at.paid();
  let arrived = (): void => {};
  const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
  at.merchant.answer = () => arrived();
  const work = at.dispatcher.deliverDue();
  await hasArrived;
  await at.dispatcher.stop();
  await work;
  expect(await at.repository.event('msg_1')).toMatchObject({ state: 'pending', dueAt: at.now, lastFailure: 'stopped' });
  at.merchant.answer = failing(200);
  const next = at.another();
  await next.deliverDue();
  expect(await at.states()).toEqual(['delivered']);
});
