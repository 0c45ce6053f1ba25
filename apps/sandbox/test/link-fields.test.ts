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

describe('money comes in as a number or a decimal string, exactly', () => {
  it.each([
    [4500, '4500.00'],
    [4500.1, '4500.10'],
    ['4500.1', '4500.10'],
    ['4500.10', '4500.10'],
    [0.01, '0.01'],
    [1_234_567_890.99, '1234567890.99'],
    [9_999_999_999.99, '9999999999.99'],
  ])('%j is %s', async (amount, expected) => {
    const { api } = await openShop();
    expect((await api('POST', '/links', { ...ORDER, amount })).body.data.amount).toBe(expected);
  });

  it.each([0, -1, 4500.123, '4500.123', 1e21, '1e3', '4 500', '4500,00', true, [], {}, '', 10_000_000_000])(
    '%j is refused',
    async (amount) => {
      const { api } = await openShop();
      const { status, body } = await api('POST', '/links', { ...ORDER, amount });
      expect([status, Object.keys(body.errors)]).toEqual([422, ['amount']]);
    },
  );
});

describe('a 422 names every field in the way', () => {
  it('says what an empty order lacks', async () => {
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
    ['an amount for an open one', { ...OPEN, amount: 5 }, ['amount']],
    ['bounds for a fixed price', { ...ORDER, min_amount: 5, max_amount: 6 }, ['min_amount', 'max_amount']],
    ['bounds that cross', { ...OPEN, min_amount: 6, max_amount: 5 }, ['max_amount']],
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
    ['a whitelist of nobody', { ...ORDER, usage_mode: 'whitelist', allowed_payers: [] }, ['allowed_payers']],
    [
      'a payer who is neither',
      { ...ORDER, usage_mode: 'whitelist', allowed_payers: ['a@b.dz', 'Karim'] },
      ['allowed_payers.1'],
    ],
    ['metadata that is a list', { ...ORDER, metadata: ['x'] }, ['metadata']],
    ['metadata without end', { ...ORDER, metadata: { x: 'x'.repeat(9_000) } }, ['metadata']],
    ['an unknown instance', { ...ORDER, payment_instance_id: 'nope' }, ['payment_instance_id']],
    ['a suspended instance', { ...ORDER, payment_instance_id: SEEDED_IDS.suspendedInstance }, ['payment_instance_id']],
    ['an unknown form', { ...ORDER, form_id: 'nope' }, ['form_id']],
    ['a draft form', { ...ORDER, form_id: SEEDED_IDS.draftForm }, ['form_id']],
  ])('%s', async (_case, body, fields) => {
    const { api } = await openShop();
    const answer = await api('POST', '/links', body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, fields]);
    expect(Object.values(answer.body.errors).flat()).toSatisfy((texts: string[]) =>
      texts.every((text) => /^[A-Z].+\.$/.test(text)),
    );
    expect((await api('GET', '/links')).body.meta.total).toBe(0);
  });
});

it('takes a link of every mode, and gives back what it was given', async () => {
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

it('ignores what it does not know, says so in the log, and assumes dinars', async () => {
  const { api, control } = await openShop();
  const { status, body } = await api('POST', '/links', { ...ORDER, currency: undefined, slug: 'mine', colour: 'red' });
  expect([status, body.data.currency]).toEqual([201, 'DZD']);
  expect(body.data.slug).not.toBe('mine');
  const [call] = (await control('GET', '/requests')).body.requests;
  expect(call).toMatchObject({ link_id: body.data.id, assumed: ['Fields that mean nothing here: slug, colour.'] });
});
