import fastify from 'fastify';
import { describe, expect, it } from 'vitest';

import { registerJsonBody } from '../src/http.ts';
import { findCheckoutById } from '../src/payments/checkout.ts';
import type { DomainEvent } from '../src/model/events.ts';
import { createDueWork } from '../src/payments/due-work.ts';
import { payLink } from '../src/payments/pay-link.ts';
import type { CardOutcome } from '../src/model/test-cards.ts';
import { createWorld, emptySnapshot } from '../src/model/world.ts';
import { createV2Routes } from '../src/v2/routes.ts';
import { CREDENTIALS } from './shop.ts';
import { OFFER } from './v2-shop.ts';

const CUSTOMER = { name: 'Karim Benali', email: 'karim@example.com', phone: '+213555123456' };

/** Opens v2 with its world, and records everything that it announces. */
function openWorld() {
  const time = { now: new Date('2026-04-09T14:30:00Z') };
  const world = createWorld(() => time.now, emptySnapshot());
  const announced: DomainEvent[] = [];
  world.announce = (event) => announced.push(structuredClone(event));
  const app = fastify();
  registerJsonBody(app);
  app.decorateRequest('call');
  void app.register(
    createV2Routes(world, () => 'http://sandbox'),
    { prefix: '/v2' },
  );
  const call = async (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    (await app.inject({ method, url: `/v2${url}`, headers: CREDENTIALS, ...(payload && { payload }) })).json();
  const { 'metadata[internal_id]': _left, ...fields } = OFFER;
  return {
    time,
    names: () => announced.splice(0).map(({ event }) => event),
    events: () => announced.splice(0),
    runDueWork: createDueWork(world),
    call,
    store: async (changes: object = {}): Promise<string> => {
      const offer = { ...fields, metadata: { reference: 'REF-2026-001' }, ...changes };
      return (await call('POST', '/links/store', offer)).data.id;
    },
    pay: (id: string, card: CardOutcome = 'approved') =>
      payLink(world, findCheckoutById(world, id)!, {
        amount: null,
        payer: null,
        card,
        attempt: null,
        customer: CUSTOMER,
      }),
  };
}

describe('announced events', () => {
  it('during the life of a link', async () => {
    const { store, call, names } = openWorld();
    const id = await store();
    await call('POST', `/links/update/${id}`, { title: 'New' });
    await call('PATCH', `/links/${id}/toggle-status`);
    await call('PATCH', `/links/${id}/toggle-status`);
    await call('DELETE', `/links/${id}`);
    expect(names()).toEqual([
      'pay_link.created',
      'pay_link.updated',
      'pay_link.deactivated',
      'pay_link.activated',
      'pay_link.deleted',
    ]);
  });

  it('none for a refusal', async () => {
    const { store, call, names } = openWorld();
    const id = await store({ payment_mode: 'one_shot' });
    names();
    await call('POST', `/links/update/${id}`, { title: 'New' });
    await call('POST', '/links/store', {});
    expect(names()).toEqual([]);
  });

  it.each<[CardOutcome, string[]]>([
    ['approved', ['transaction.pending', 'transaction.processing', 'transaction.completed', 'pay_link.closed']],
    ['refused', ['transaction.pending', 'transaction.processing', 'transaction.refused']],
    ['insufficient_funds', ['transaction.pending', 'transaction.processing', 'transaction.refused']],
    ['timeout', ['transaction.pending', 'transaction.processing']],
  ])('for a payment with the card outcome %s', async (card, expected) => {
    const { store, pay, names } = openWorld();
    const id = await store({ payment_mode: 'one_shot' });
    names();
    pay(id, card);
    expect(names()).toEqual(expected);
  });

  it('with every key of a completed transaction', async () => {
    const { store, pay, events } = openWorld();
    const id = await store({ max_payments: '50' });
    pay(id);
    const completed = events().find(({ event }) => event === 'transaction.completed');
    expect(completed).toEqual({
      api: 'v2',
      event: 'transaction.completed',
      instanceId: 'mytpe_pay_sandbox_1',
      data: {
        transaction: {
          id: expect.any(String),
          order_number: expect.any(String),
          order_id: expect.any(String),
          status: 'completed',
          amount: 5000,
          payment_method: 'online',
          environment: 'development',
          approval_code: expect.any(String),
          gateway_message: null,
          motif: null,
          customer: CUSTOMER,
          metadata: { reference: 'REF-2026-001' },
          created_at: '2026-04-09T14:30:00.000000Z',
          updated_at: '2026-04-09T14:30:00.000000Z',
        },
        pay_link: {
          id,
          title: 'Limited Offer Product',
          details: 'A limited edition',
          slug: 'limited-offer',
          type: 'dynamic',
          amount: 5000,
          status: 'active',
          payment_mode: 'limited',
          max_payments: 50,
          successful_payments_count: 1,
          remaining_payments: 49,
        },
        instance: { id: 'mytpe_pay_sandbox_1', name: 'Boutique Centrale' },
      },
    });
  });

  it('fails a transaction once, after ten minutes without a response from the bank', async () => {
    const { store, pay, events, names, runDueWork, time } = openWorld();
    const id = await store();
    pay(id, 'timeout');
    names();
    time.now = new Date('2026-04-09T14:39:59.999Z');
    runDueWork();
    expect(names()).toEqual([]);
    time.now = new Date('2026-04-09T14:40:00Z');
    runDueWork();
    runDueWork();
    const announced = events();
    expect(announced.map(({ event }) => event)).toEqual(['transaction.failed']);
    expect(announced[0]!.data).toMatchObject({
      transaction: { status: 'failed', approval_code: null, gateway_message: expect.stringContaining('No response') },
      pay_link: { successful_payments_count: 0, status: 'active' },
    });
  });
});

describe('inactivity', () => {
  it('expires an unpaid link at the first fifth minute after its timeout, and announces it once', async () => {
    const { store, names, runDueWork, time } = openWorld();
    time.now = new Date('2026-04-09T14:31:00Z');
    runDueWork();
    await store({ inactivity_timeout_minutes: '1' });
    names();
    time.now = new Date('2026-04-09T14:34:59.999Z');
    runDueWork();
    expect(names()).toEqual([]);
    time.now = new Date('2026-04-09T14:35:00Z');
    runDueWork();
    runDueWork();
    expect(names()).toEqual(['pay_link.expired']);
  });
});
