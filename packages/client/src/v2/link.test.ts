import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { V2_CREATED, V2_INSTANCE, V2_LINK, V2_TRANSACTION, paginator } from '../../test/v2-samples.ts';
import { enveloped, paginated } from '../wire/envelope.ts';
import { parseJson } from '../wire/json-text.ts';
import { V2ChangedInstance, V2Instance, V2Stats } from './instance.ts';
import { V2Link, V2LinkSummary } from './link.ts';
import { V2CheckedTransaction, V2Transaction } from './transaction.ts';

/** Parses a value like the body of a response. */
const read = (value: unknown, schema: { parse(value: unknown): unknown } = V2Link) =>
  schema.parse(parseJson(JSON.stringify(value)));

describe('a link', () => {
  it('reads the details response, with centimes and pricing', () => {
    const { type: _type, ...shown } = V2_LINK;
    expect(read(V2_LINK)).toEqual({ ...shown, pricing: 'FIXED', amount: 500_000, collected_amount: 1_500_000 });
  });

  it('reads the create response', () => {
    const { type: _type, ...shown } = V2_CREATED;
    const at = new Date('2026-01-17T10:00:00Z');
    expect(read(V2_CREATED)).toEqual({ ...shown, pricing: 'FIXED', amount: 250_000, created_at: at, updated_at: at });
  });

  it('has no amount if the payer chooses it, in all of MyTPE’s notations', () => {
    const open = { ...V2_LINK, type: 'static' };
    expect(read({ ...open, amount: '0.00' })).toMatchObject({ pricing: 'OPEN', amount: null });
    expect(read({ ...open, amount: null })).toMatchObject({ pricing: 'OPEN', amount: null });
    expect(read({ ...open, amount: undefined })).not.toHaveProperty('amount');
    expect(read({ ...V2_LINK, amount: '0.00' })).toMatchObject({ pricing: 'FIXED', amount: 0 });
  });

  it('keeps unknown values and drops unknown fields', () => {
    const words = { type: 'auction', status: 'frozen', payment_mode: 'weekly', payment_status: 'half_paid' };
    const { type, ...kept } = words;
    const link = read({ ...V2_LINK, ...words, inactivity_timeout_source: 'law', brand_new: { field: 1 } });
    expect(link).toMatchObject({ ...kept, pricing: type, inactivity_timeout_source: 'law' });
    expect(link).not.toHaveProperty('brand_new');
  });

  const optional = Object.keys(V2_LINK).filter(
    (name) => !['id', 'title', 'slug', 'type', 'status', 'successful_payments_count'].includes(name),
  );
  it.each(optional)('distinguishes an absent %s from an empty one', (name) => {
    expect(read({ ...V2_LINK, [name]: undefined })).not.toHaveProperty(name);
    expect(read({ ...V2_LINK, [name]: null })).toHaveProperty(name, null);
  });

  it.each(Object.keys(V2_LINK))('rejects %s with a wrong type', (name) => {
    expect(() => read({ ...V2_LINK, [name]: [{ not: 'this' }] })).toThrow(name);
    expect(() => read({ ...V2_LINK, [name]: true })).toThrow(name);
  });
});

describe('a link in a list', () => {
  it('requires only id and status', () => {
    expect(read({ id: 'l1', status: 'active' }, V2LinkSummary)).toEqual({ id: 'l1', status: 'active' });
    expect(() => read({ id: 'l1' }, V2LinkSummary)).toThrow('status');
    expect(() => read({ status: 'active' }, V2LinkSummary)).toThrow('id');
  });

  it('has the same values as the complete link', () => {
    const names = Object.keys(V2_LINK).filter((name) => name !== 'id' && name !== 'status');
    fc.assert(
      fc.property(fc.subarray(names), fc.constantFrom('static', 'dynamic'), (left, type) => {
        const item = Object.fromEntries(Object.entries({ ...V2_LINK, type }).filter(([name]) => !left.includes(name)));
        const whole = read({ ...V2_LINK, type }) as Record<string, unknown>;
        const gone = left.map((name) => (name === 'type' ? 'pricing' : name));
        const expected = Object.fromEntries(Object.entries(whole).filter(([name]) => !gone.includes(name)));
        expect(read(item, V2LinkSummary)).toEqual(expected);
      }),
    );
  });
});

describe('other responses', () => {
  const at = new Date('2026-01-17T10:00:00Z');

  it('reads an instance', () => {
    expect(read(V2_INSTANCE, V2Instance)).toEqual({ ...V2_INSTANCE, created_at: at, updated_at: at });
    expect(read({ id: 'i1', status: 'sleeping' }, V2Instance)).toEqual({ id: 'i1', status: 'sleeping' });
    expect(read({ id: 'i1', logo_url: null }, V2ChangedInstance)).toEqual({ id: 'i1', logo_url: null });
  });

  it('reads totals', () => {
    const totals = { transaction_count: 12, total_amount: '60000.50', mytpe_pay_count: '2' };
    expect(read(totals, V2Stats)).toEqual({ transaction_count: 12, total_amount: 6_000_050, mytpe_pay_count: 2 });
    expect(() => read({ ...totals, total_amount: '60000.505' }, V2Stats)).toThrow('total_amount');
  });

  it('reads a transaction', () => {
    const updated_at = new Date('2026-01-17T10:00:05Z');
    const expected = { ...V2_TRANSACTION, amount: 500_000, created_at: at, updated_at };
    expect(read(V2_TRANSACTION, V2Transaction)).toEqual(expected);
    expect(read({ id: 't', amount: 5000, status: 'odd', metadata: [] }, V2Transaction)).toEqual({
      id: 't',
      amount: 500_000,
      status: 'odd',
      metadata: {},
    });
  });

  it('reads the gateway response as plain JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: true }), (gateway_response) => {
        const plain: unknown = JSON.parse(JSON.stringify(gateway_response));
        const response = read({ transaction: V2_TRANSACTION, gateway_response }, V2CheckedTransaction);
        expect(response).toMatchObject({ transaction: { amount: 500_000 } });
        expect((response as { gateway_response: unknown }).gateway_response).toEqual(plain);
      }),
    );
  });
});

describe('a page', () => {
  const page = paginated(V2Instance);

  it('computes last_page if MyTPE omits it', () => {
    expect(read(paginator([V2_INSTANCE]), page)).toMatchObject({ meta: { current_page: 1, last_page: 1, total: 1 } });
    const many = { current_page: 2, data: [], per_page: 10, total: 41 };
    expect(read({ data: many }, page)).toMatchObject({ meta: { last_page: 5 } });
    expect(read({ data: { ...many, last_page: 7 } }, page)).toMatchObject({ meta: { last_page: 7 } });
    expect(read({ data: { ...many, per_page: 0, total: 0 } }, page)).toMatchObject({ meta: { last_page: 1 } });
  });

  it.each([
    { items: [] },
    { data: [] },
    { data: { data: [] } },
    { data: { current_page: 1, per_page: 1, total: 0, data: {} } },
    { data: { current_page: 'one', per_page: 1, total: 0, data: [] } },
  ])('rejects %j', (body) => expect(() => read(body, page)).toThrow(/data/));

  it('rejects items that are not instances', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (item) => {
        const result = enveloped(V2Instance).safeParse(parseJson(JSON.stringify({ data: item })));
        if (result.success) expect(result.data).toMatchObject({ id: expect.any(String), status: expect.any(String) });
      }),
    );
  });
});
