import { randomUUID } from 'node:crypto';

import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';

import { type Merchant, MERCHANT_SECRET, startMerchant } from '../../test/merchant.ts';
import { payerLink } from '../../test/repository-contract.ts';
import type { Clock } from '../lib/clock.ts';
import { createLogger } from '../lib/log.ts';
import { createSigner } from '../lib/sign-webhook.ts';
import { createReceipts } from '../links/receipts.ts';
import { createRepository, type Repository } from '../repository/repository.ts';
import { openSqlite } from '../repository/sqlite.ts';
import { type OutboxDispatcher, createOutboxDispatcher, type TryOutcome } from './outbox-dispatcher.ts';
import { RETRY_AFTER } from './retry-delay.ts';
import { createWebhookSender } from './sender.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
const BASE = payerLink('x').baseUrl;

/** Dispatchers that share a repository and a clock that moves only when a test sets it. */
interface Setup {
  readonly repository: Repository;
  readonly dispatcher: OutboxDispatcher;
  readonly merchant: Merchant;
  readonly logs: string[];
  readonly tries: TryOutcome[];
  now: number;
  /** Creates the dispatcher of another process. */
  another(): OutboxDispatcher;
  /** Inserts a payer link and records a payment. @returns its id. */
  paid(): Promise<string>;
  /** Records a snapshot of a link. */
  record(id: string, paidCount: number, status?: string): Promise<unknown>;
  /** The ids and types of the events that the merchant's server received. */
  sent(): string[];
  states(): Promise<string[]>;
}

async function setUp({ timeoutMs = 2000, url }: { timeoutMs?: number; url?: string } = {}): Promise<Setup> {
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
  const dispatchers: OutboxDispatcher[] = [];
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
    dispatchers.push(dispatcher);
    return dispatcher;
  };
  let events = 0;
  const self: Setup = {
    repository,
    merchant,
    logs,
    tries,
    now: START,
    another,
    dispatcher: another(),
    record: (id, paidCount, status = 'active') =>
      repository.recordSnapshot(
        id,
        { status, paidCount, totalCollected: paidCount * 450_000, readAt: self.now },
        () => `msg_${++events}`,
      ),
    async paid() {
      const link = payerLink(randomUUID());
      await repository.insertLink(link, { token: 'me', until: self.now }, null);
      await repository.recordDraft(link.id, 'me', { upstreamId: `up-${link.id}`, url: 'https://pay.test/x' });
      await self.record(link.id, 1);
      return link.id;
    },
    sent: () => merchant.received.map(({ id, event }) => `${id} ${event.type}`),
    states: async () => (await repository.events(BASE, null, null, 100)).toReversed().map(({ state }) => state),
  };
  onTestFinished(async () => {
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
    await repository.close();
  });
  return self;
}

const failing = (status: number, headers: Record<string, string> = {}) => {
  return ((response) => void response.writeHead(status, headers).end('no')) as Merchant['respond'];
};

describe('an event for the merchant’s server', () => {
  it('is retried until the server accepts it: the same bytes and id, with a new signature', async () => {
    const at = await setUp();
    await at.paid();
    at.merchant.respond = failing(500);
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
    at.merchant.respond = failing(204);
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

  it('is dead after ten attempts; an operator replays it', async () => {
    const at = await setUp();
    await at.paid();
    at.merchant.respond = failing(404);
    for (const delay of [0, ...RETRY_AFTER, 99 * 3_600_000]) {
      at.now += delay;
      await at.dispatcher.deliverDue();
    }
    expect(at.sent()).toHaveLength(10);
    expect(await at.states()).toEqual(['dead']);
    expect(at.tries.at(-1)).toBe('dead');
    expect(at.logs.filter((line) => line.includes('stopped retrying'))).toHaveLength(1);
    at.merchant.respond = failing(200);
    expect(await at.repository.replayEvent('msg_1', at.now)).toBe(true);
    await at.dispatcher.deliverDue();
    expect(await at.states()).toEqual(['delivered']);
    expect(at.merchant.received.at(-1)!.body).toBe(at.merchant.received[0]!.body);
  });

  it('is dead immediately after status 410', async () => {
    const at = await setUp();
    await at.paid();
    at.merchant.respond = failing(410);
    await at.dispatcher.deliverDue();
    expect(await at.states()).toEqual(['dead']);
    expect(at.logs.join('')).toContain('(410)');
  });

  it('is retried after the `Retry-After` of the merchant’s server', async () => {
    const at = await setUp();
    await at.paid();
    at.merchant.respond = failing(503, { 'retry-after': '120' });
    await at.dispatcher.deliverDue();
    expect((await at.repository.event('msg_1'))!.dueAt).toBe(at.now + 120_000);
  });

  it('does not follow redirects', async () => {
    const at = await setUp();
    const elsewhere = await startMerchant();
    await at.paid();
    at.merchant.respond = failing(307, { location: elsewhere.url });
    await at.dispatcher.deliverDue();
    expect(elsewhere.received).toEqual([]);
    expect(await at.repository.event('msg_1')).toMatchObject({
      state: 'pending',
      lastStatus: 307,
      lastFailure: 'HTTP 307',
    });
  });

  it('fails after the timeout', async () => {
    const at = await setUp({ timeoutMs: 100 });
    await at.paid();
    at.merchant.respond = () => {};
    await at.dispatcher.deliverDue();
    expect(await at.repository.event('msg_1')).toMatchObject({
      state: 'pending',
      lastStatus: null,
      lastFailure: 'no response within 0.1 s',
      dueAt: at.now + 5000,
    });
  });

  it('counts as delivered by the response’s status; an endless response body is aborted', async () => {
    const at = await setUp({ timeoutMs: 60_000 });
    await at.paid();
    let cut = (): void => {};
    const isCut = new Promise<void>((resolve) => (cut = resolve));
    at.merchant.respond = (response) => {
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

  it('stays pending while the server is down; the log contains the reason without the address', async () => {
    const gone = await startMerchant();
    await gone.close();
    const at = await setUp({ url: `${gone.url}?key=planted` });
    await at.paid();
    await at.dispatcher.deliverDue();
    expect(await at.repository.event('msg_1')).toMatchObject({ state: 'pending', lastFailure: 'ECONNREFUSED' });
    expect(at.logs.join('')).toContain('ECONNREFUSED');
    expect(at.logs.join('')).not.toMatch(/planted|127\.0\.0\.1|whsec_|eyJ/);
  });
});

describe('several events', () => {
  it('of one link are sent in order by concurrent dispatchers: a later event waits for the earlier event', async () => {
    const at = await setUp();
    const id = await at.paid();
    await at.record(id, 1, 'exhausted');
    await at.paid();
    at.merchant.respond = (response, { id: name }) => failing(name === 'msg_1' ? 500 : 200)(response, {} as never);
    await Promise.all([at.dispatcher.deliverDue(), at.another().deliverDue()]);
    expect(at.sent().toSorted()).toEqual(['msg_1 link.paid', 'msg_3 link.paid']);
    at.merchant.respond = failing(200);
    at.now += 5000;
    await Promise.all([at.dispatcher.deliverDue(), at.another().deliverDue()]);
    expect(at.sent().slice(2)).toEqual(['msg_1 link.paid', 'msg_2 link.closed']);
    expect(at.merchant.received[3]!.event.data).toMatchObject({ reason: 'paid', paid_count: 1 });
  });

  it('do not wait for a dead event', async () => {
    const at = await setUp();
    await at.record(await at.paid(), 1, 'exhausted');
    at.merchant.respond = (response, { id }) => failing(id === 'msg_1' ? 410 : 200)(response, {} as never);
    await at.dispatcher.deliverDue();
    expect(await at.states()).toEqual(['dead', 'delivered']);
  });

  it('each arrive once with three dispatchers if nothing fails', async () => {
    const at = await setUp();
    for (let n = 0; n < 40; n++) await at.paid();
    const dispatchers = [at.dispatcher, at.another(), at.another()];
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.deliverDue()));
    expect(at.merchant.received).toHaveLength(40);
    expect(new Set(at.merchant.received.map(({ id }) => id)).size).toBe(40);
    expect(await at.repository.pendingEvents(BASE)).toBe(0);
  });
});

it('an event whose attempt was aborted by a stop is due immediately for the next process', async () => {
  const at = await setUp({ timeoutMs: 60_000 });
  await at.paid();
  let arrived = (): void => {};
  const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
  at.merchant.respond = () => arrived();
  const work = at.dispatcher.deliverDue();
  await hasArrived;
  await at.dispatcher.stop();
  await work;
  expect(await at.repository.event('msg_1')).toMatchObject({ state: 'pending', dueAt: at.now, lastFailure: 'stopped' });
  at.merchant.respond = failing(200);
  const next = at.another();
  await next.deliverDue();
  expect(await at.states()).toEqual(['delivered']);
});
