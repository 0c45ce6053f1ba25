import { describe, expect, it } from 'vitest';

import { V2_PAYLOAD } from '../../test/webhook-samples.ts';
import { type DeliveryEnvelope, readDelivery } from './delivery.ts';
import { EXT_WEBHOOK_EVENTS, V2_WEBHOOK_EVENTS, meaningOf } from './events.ts';

const sentAt = new Date('2026-11-21T08:00:00Z');
const NO_HEADERS = { event: undefined, deliveryId: undefined, sentAt };

const readText = (text: string, envelope: Partial<DeliveryEnvelope> = {}) =>
  readDelivery(Buffer.from(text), { ...NO_HEADERS, ...envelope });
const read = (body: unknown, envelope?: Partial<DeliveryEnvelope>) => readText(JSON.stringify(body), envelope);
const readData = (data: object, event = 'transaction.paid') => read({ event, data });

describe('a delivery of v2', () => {
  it('is read in the format of the reference', () => {
    expect(readText(V2_PAYLOAD)).toEqual({
      deliveryId: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      event: 'transaction.completed',
      meaning: 'paid',
      timestamp: new Date('2026-04-09T14:30:00Z'),
      sentAt,
      linkId: '1a2b3c4d-...',
      instanceId: 'abc123-def456',
      transaction: {
        id: '9a8b7c6d-...',
        status: 'completed',
        amount: 500_000,
        orderNumber: 'ORD-1712678400-ABC',
        paymentMethod: 'online',
        customer: { name: 'Karim Benali', email: 'karim@example.com', phone: '+213555123456' },
      },
      metadata: { reference: 'REF-2026-001' },
      data: (JSON.parse(V2_PAYLOAD) as { data: object }).data,
      disagreements: [],
    });
  });

  it('is read in the flat format of MyTPE’s other sample', () => {
    const customer = { name: 'Amel', phone_number: '+213555123456' };
    const data = { order_number: 'ORD-1', amount: '5000.50', status: 'completed', customer };
    expect(readData(data, 'transaction.completed').transaction).toEqual({
      id: undefined,
      status: 'completed',
      amount: 500_050,
      orderNumber: 'ORD-1',
      paymentMethod: undefined,
      customer: { name: 'Amel', email: undefined, phone: '+213555123456' },
    });
  });

  it('has no transaction for other events', () => {
    expect(readData({ id: 'l1', amount: 5, status: 'closed' }, 'pay_link.closed').transaction).toBeUndefined();
  });
});

describe('a delivery of ext, whose format is not documented,', () => {
  it.each<[string, object]>([
    ['payment_link.id', { payment_link: { id: 'l1' }, payment_link_id: 'x', link: { id: 'x' }, link_id: 'x' }],
    ['payment_link_id', { payment_link_id: 'l1', link: { id: 'x' }, link_id: 'x' }],
    ['link.id', { link: { id: 'l1' }, link_id: 'x', transaction: { payment_link_id: 'x' } }],
    ['link_id', { link_id: 'l1', transaction: { payment_link_id: 'x' } }],
    ['transaction.payment_link_id', { transaction: { payment_link_id: 'l1' } }],
  ])('has the link id from %s', (_path, data) => expect(readData(data).linkId).toBe('l1'));

  it('accepts a number as link id', () => expect(readData({ link_id: 12 }).linkId).toBe('12'));

  it('has no link id if the value is not an id', () => {
    const nothing = [{}, [], null, true, '', 'x'.repeat(256)];
    for (const link_id of nothing) expect(readData({ link_id, payment_link: link_id }).linkId).toBeUndefined();
  });

  it('has the metadata from any documented place', () => {
    const ours = { our_ref: 'r-1' };
    for (const data of [
      { metadata: ours },
      { payment_link: { metadata: ours } },
      { transaction: { metadata: ours } },
    ]) {
      expect(readData(data).metadata).toEqual(ours);
    }
    const all = { metadata: { a: 1 }, payment_link: { metadata: { a: 2, b: 2 } }, transaction: { metadata: { c: 3 } } };
    expect(readData(all).metadata).toEqual({ a: 1, b: 2, c: 3 });
    expect(readData({ metadata: [], payment_link: { metadata: ours } }).metadata).toEqual(ours);
  });

  it.each([
    ['5000.00', 500_000],
    [5000, 500_000],
    ['5000.001', undefined],
    [-1, undefined],
    [null, undefined],
    [{ value: 5 }, undefined],
  ])('reads the amount %j', (amount, centimes) => {
    expect(readData({ transaction: { amount } }).transaction?.amount).toBe(centimes);
  });
});

describe('event and delivery id', () => {
  const header = { event: 'form.submitted', deliveryId: 'from-header' };

  it('come from the body, under either name', () => {
    expect(read({ event: 'a', type: 'x', delivery_id: 'd', id: 'x' })).toMatchObject({ event: 'a', deliveryId: 'd' });
    expect(read({ type: 'a', id: 'd' })).toMatchObject({ event: 'a', deliveryId: 'd' });
  });

  it('come from the headers if the body has none', () => {
    expect(read({ data: {} }, header)).toMatchObject({ ...header, disagreements: [] });
  });

  it('come from the body if the headers differ, and the difference is reported', () => {
    const delivery = read({ event: 'transaction.paid', delivery_id: 'd' }, header);
    expect(delivery).toMatchObject({ event: 'transaction.paid', deliveryId: 'd', meaning: 'paid' });
    expect(delivery.disagreements).toEqual([
      { field: 'event', body: 'transaction.paid', header: 'form.submitted' },
      { field: 'deliveryId', body: 'd', header: 'from-header' },
    ]);
  });

  it('may be unknown or missing', () => {
    expect(read({ event: 'moon.risen' })).toMatchObject({ event: 'moon.risen', meaning: 'other' });
    expect(read({})).toMatchObject({
      event: undefined,
      deliveryId: undefined,
      meaning: 'other',
      metadata: {},
      data: {},
    });
  });
});

describe('the body', () => {
  it.each(['', 'null', '[1]', '"x"', '7', '{', '{"data":[]}', '\ufeff{}', '['.repeat(50_000)])(
    'of an unexpected type gives an empty delivery: %.12j',
    (text) => expect(readText(text)).toMatchObject({ event: undefined, data: {}, transaction: undefined }),
  );

  it.each([5_000, 100_000])('nested %i levels deep does not throw', (depth) => {
    const nested = `${'{"data":'.repeat(depth)}{}${'}'.repeat(depth)}`;
    expect(readText(nested).linkId).toBeUndefined();
  });

  it.each([
    ['2026-04-09T14:30:00Z', 0],
    ['2026-04-09T14:30:00.1Z', 100],
    ['2026-04-09T14:30:00.123456789Z', 123],
    ['2026-04-09T15:30:00+01:00', 0],
  ])('with the timestamp %s is read', (timestamp, ms) => {
    expect(read({ timestamp }).timestamp).toEqual(new Date(Date.UTC(2026, 3, 9, 14, 30, 0, ms)));
  });

  it.each(['yesterday', 1_712_678_400, null, {}])('with the unreadable timestamp %j has no timestamp', (timestamp) =>
    expect(read({ timestamp }).timestamp).toBeUndefined(),
  );
});

describe('meaningOf', () => {
  it('is the same for the event names of both APIs', () => {
    const meant = (meaning: string) =>
      [...EXT_WEBHOOK_EVENTS, ...V2_WEBHOOK_EVENTS].filter((event) => meaningOf(event) === meaning);
    expect(meant('paid')).toEqual(['transaction.paid', 'transaction.completed']);
    expect(meant('link_exhausted')).toEqual(['payment_link.exhausted', 'pay_link.closed']);
  });
});
