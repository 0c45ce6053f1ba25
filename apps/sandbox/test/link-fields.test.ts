import { describe, expect, it } from 'vitest';

import { SEEDED_IDS } from '../src/index.ts';
import { ORDER, openShop } from './shop.ts';

const OPEN = { ...ORDER, amount_mode: 'open', amount: undefined, usage_mode: 'reusable' };
const WINDOW = {
  ...ORDER,
  usage_mode: 'time_window',
  starts_at: '2026-06-11T23:00:00Z',
  ends_at: '2026-06-12T23:00:00Z',
};

describe('reads money in numbers and decimal strings exactly', () => {
  it.each([
    [4500, '4500.00'],
    [4500.1, '4500.10'],
    ['4500.1', '4500.10'],
    ['4500.10', '4500.10'],
    [0.01, '0.01'],
    [1_234_567_890.99, '1234567890.99'],
    [9_999_999_999.99, '9999999999.99'],
  ])('reads %j as %s', async (amount, expected) => {
    const { api } = await openShop();
    expect((await api('POST', '/links', { ...ORDER, amount })).body.data.amount).toBe(expected);
  });

  it.each([0, -1, 4500.123, '4500.123', 1e21, '1e3', '4 500', '4500,00', true, [], {}, '', 10_000_000_000])(
    'refuses %j',
    async (amount) => {
      const { api } = await openShop();
      const { status, body } = await api('POST', '/links', { ...ORDER, amount });
      expect([status, Object.keys(body.errors)]).toEqual([422, ['amount']]);
    },
  );
});

describe('returns a 422 that names every invalid field', () => {
  it('lists the missing fields of an empty order', async () => {
    const { api } = await openShop();
    const { status, body } = await api('POST', '/links', {});
    expect(status).toBe(422);
    expect(body).toEqual({
      message: 'The given data was invalid.',
      errors: {
        payment_instance_id: ['The payment_instance_id is required.'],
        title: ['The title is required.'],
        amount_mode: ['The amount_mode is required.'],
        usage_mode: ['The usage_mode is required.'],
      },
    });
  });

  it.each<[string, object, string[]]>([
    ['a title of spaces', { ...ORDER, title: '   ' }, ['title']],
    ['a title of 192 characters', { ...ORDER, title: 'x'.repeat(192) }, ['title']],
    ['an unknown mode', { ...ORDER, usage_mode: 'twice' }, ['usage_mode']],
    ['another currency', { ...ORDER, currency: 'EUR' }, ['currency']],
    ['no amount for a fixed price', { ...ORDER, amount: null }, ['amount']],
    ['an amount for an open amount mode', { ...OPEN, amount: 5 }, ['amount']],
    ['bounds for a fixed price', { ...ORDER, min_amount: 5, max_amount: 6 }, ['min_amount', 'max_amount']],
    ['a minimum above the maximum', { ...OPEN, min_amount: 6, max_amount: 5 }, ['max_amount']],
    ['limited without a limit', { ...ORDER, usage_mode: 'limited' }, ['max_uses']],
    ['limited to half a use', { ...ORDER, usage_mode: 'limited', max_uses: 0.5 }, ['max_uses']],
    ['a limit for another mode', { ...ORDER, max_uses: 5 }, ['max_uses']],
    ['a goal without a target', { ...ORDER, usage_mode: 'capped_amount' }, ['target_amount']],
    ['a window without an end', { ...WINDOW, ends_at: undefined }, ['ends_at']],
    ['a window that ends first', { ...WINDOW, ends_at: '2026-06-11T00:00:00Z' }, ['ends_at']],
    [
      'a window in the past',
      { ...WINDOW, starts_at: '2026-01-01T00:00:00Z', ends_at: '2026-01-02T00:00:00Z' },
      ['ends_at'],
    ],
    ['a day that does not exist', { ...WINDOW, ends_at: '2027-02-31T00:00:00Z' }, ['ends_at']],
    ['a time without a zone', { ...ORDER, expires_at: '2027-01-01T00:00:00' }, ['expires_at']],
    ['an expiry in the past', { ...ORDER, expires_at: '2026-06-09T12:00:00Z' }, ['expires_at']],
    ['an empty whitelist', { ...ORDER, usage_mode: 'whitelist', allowed_payers: [] }, ['allowed_payers']],
    [
      'a payer that is neither an e-mail nor a phone',
      { ...ORDER, usage_mode: 'whitelist', allowed_payers: ['a@b.dz', 'Karim'] },
      ['allowed_payers.1'],
    ],
    ['metadata that is a list', { ...ORDER, metadata: ['x'] }, ['metadata']],
    ['oversized metadata', { ...ORDER, metadata: { x: 'x'.repeat(9_000) } }, ['metadata']],
    ['an unknown instance', { ...ORDER, payment_instance_id: 'nope' }, ['payment_instance_id']],
    ['a suspended instance', { ...ORDER, payment_instance_id: SEEDED_IDS.suspendedInstance }, ['payment_instance_id']],
    ['an unknown form', { ...ORDER, form_id: 'nope' }, ['form_id']],
    ['a draft form', { ...ORDER, form_id: SEEDED_IDS.draftForm }, ['form_id']],
  ])('%s', async (_case, body, fields) => {
    const { api } = await openShop();
    const response = await api('POST', '/links', body);
    expect([response.status, Object.keys(response.body.errors)]).toEqual([422, fields]);
    expect(Object.values(response.body.errors).flat()).toSatisfy((texts: string[]) =>
      texts.every((text) => /^[A-Z].+\.$/.test(text)),
    );
    expect((await api('GET', '/links')).body.meta.total).toBe(0);
  });
});

it('accepts a link of every mode, and returns the terms it was given', async () => {
  const { api, draft } = await openShop();
  const terms = {
    ...WINDOW,
    amount_mode: 'open',
    amount: null,
    min_amount: 200,
    max_amount: '50000.5',
    description: 'Vendredi',
  };
  const { id } = await draft({
    ...terms,
    ends_at: '2026-06-13T00:00:00.123456789+01:00',
    expires_at: '2026-07-01T00:00Z',
  });
  expect((await api('GET', `/links/${id}`)).body.data).toMatchObject({
    amount: null,
    min_amount: '200.00',
    max_amount: '50000.50',
    starts_at: '2026-06-11T23:00:00.000000Z',
    ends_at: '2026-06-12T23:00:00.123000Z',
    expires_at: '2026-07-01T00:00:00.000000Z',
    description: 'Vendredi',
    form_id: null,
    max_uses: null,
    target_amount: null,
    allowed_payers: [],
    metadata: null,
  });
  const goal = await draft({ usage_mode: 'capped_amount', target_amount: 100_000.5 });
  expect((await api('GET', `/links/${goal.id}`)).body.data.target_amount).toBe(100_000.5);
});

it('ignores unknown fields, notes them in the log, and assumes dinars', async () => {
  const { api, control } = await openShop();
  const { status, body } = await api('POST', '/links', { ...ORDER, currency: undefined, slug: 'mine', colour: 'red' });
  expect([status, body.data.currency]).toEqual([201, 'DZD']);
  expect(body.data.slug).not.toBe('mine');
  const [call] = (await control('GET', '/requests')).body.requests;
  expect(call).toMatchObject({ link_id: body.data.id, assumed: ['Ignored fields: slug, colour.'] });
});
