import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../errors.ts';
import { readChanges, readSubmission } from '../ext/submission.ts';
import { MAX_CENTIMES } from '../wire/money.ts';
import { NEW_V2_LINK, type V2LinkInput, V2_LINK_CHANGES } from './link-input.ts';

const never = new AbortController().signal;
const FIXED: V2LinkInput = { mytpe_pay_id: 'i1', title: 'Order', pricing: 'FIXED', amount: 500_000 };
const OPEN: V2LinkInput = { mytpe_pay_id: 'i1', title: 'Donation', pricing: 'OPEN' };
const fields = async (input: object) => (await readSubmission(NEW_V2_LINK, input, never)).fields;
const changes = async (input: object) => (await readChanges(V2_LINK_CHANGES, input, never)).fields;

async function problems(reading: Promise<unknown>): Promise<InvalidInputError['fields']> {
  const error = await reading.then(
    () => new Error('no error was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof InvalidInputError) return error.fields;
  throw error;
}

describe('NEW_V2_LINK', () => {
  it('writes the form of the reference', async () => {
    const input: V2LinkInput = {
      mytpe_pay_id: 'mytpe_pay_xyz789',
      title: 'Limited Offer Product',
      details: 'A limited edition',
      pricing: 'FIXED',
      amount: 500_000,
      slug: 'limited-offer',
      payment_mode: 'limited',
      max_payments: 50,
      metadata: { internal_id: 'PROD_123', 'our.ref': '' },
      settings: { show_retry_button: false, allow_anonymous: true },
      inactivity_timeout_minutes: 60,
    };
    expect(await fields(input)).toEqual({
      mytpe_pay_id: 'mytpe_pay_xyz789',
      title: 'Limited Offer Product',
      details: 'A limited edition',
      type: 'dynamic',
      amount: '5000.00',
      slug: 'limited-offer',
      payment_mode: 'limited',
      max_payments: '50',
      'metadata[internal_id]': 'PROD_123',
      'metadata[our.ref]': '',
      'settings[show_retry_button]': 'false',
      'settings[allow_anonymous]': 'true',
      inactivity_timeout_minutes: '60',
    });
  });

  it('sends payment_mode for FIXED only', async () => {
    expect(await fields(FIXED)).toMatchObject({ type: 'dynamic', payment_mode: 'reusable', amount: '5000.00' });
    expect(await fields({ ...OPEN, payment_mode: 'reusable' })).toEqual({
      mytpe_pay_id: 'i1',
      title: 'Donation',
      type: 'static',
    });
  });

  it('writes every amount with two decimals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: MAX_CENTIMES }), async (amount) => {
        const text = (await fields({ ...FIXED, amount }))['amount']!;
        expect(text).toMatch(/^\d+\.\d\d$/);
        expect(Number(text.replace('.', ''))).toBe(amount);
      }),
    );
  });

  it.each<[object, string, RegExp]>([
    [{ ...FIXED, amount: undefined }, 'amount', /required with FIXED/],
    [{ ...FIXED, amount: 0 }, 'amount', /more than 0/],
    [{ ...FIXED, amount: 1.5 }, 'amount', /whole number of centimes/],
    [{ ...FIXED, amount: MAX_CENTIMES + 1 }, 'amount', /./],
    [{ ...OPEN, amount: 100 }, 'amount', /the payer of an OPEN link chooses/],
    [{ ...OPEN, payment_mode: 'one_shot' }, 'payment_mode', /v2 cannot limit its payments/],
    [{ ...OPEN, payment_mode: 'limited', max_payments: 3 }, 'payment_mode', /v2 cannot limit its payments/],
    [{ ...OPEN, max_payments: 3 }, 'max_payments', /only allowed with limited, not with reusable/],
    [{ ...OPEN, min_amount: 100 }, 'min_amount', /has no limits/],
    [{ ...OPEN, max_amount: 100 }, 'max_amount', /has no limits/],
    [{ ...OPEN, target_amount: 100 }, 'target_amount', /no target amount/],
    [{ ...FIXED, starts_at: new Date() }, 'starts_at', /no time window/],
    [{ ...FIXED, ends_at: new Date() }, 'ends_at', /no time window/],
    [{ ...FIXED, allowed_payers: ['a@b.dz'] }, 'allowed_payers', /no list of payers/],
    [{ ...FIXED, form_id: 'f1' }, 'form_id', /has no form/],
    [{ ...FIXED, udf3: 'x' }, 'udf3', /does not document how/],
    [{ ...FIXED, type: 'dynamic' }, 'type', /pricing/],
    [{ ...FIXED, pricing: 'dynamic' }, 'pricing', /./],
    [{ ...FIXED, payment_mode: 'limited' }, 'max_payments', /required with limited/],
    [{ ...FIXED, max_payments: 3 }, 'max_payments', /only allowed with limited/],
    [{ ...FIXED, payment_mode: 'limited', max_payments: 0 }, 'max_payments', /./],
    [{ ...FIXED, inactivity_timeout_minutes: 5 }, 'inactivity_timeout_minutes', /a reusable link never expires/],
    [{ ...OPEN, inactivity_timeout_minutes: 5 }, 'inactivity_timeout_minutes', /a reusable link never expires/],
    [{ ...FIXED, payment_mode: 'one_shot', inactivity_timeout_minutes: 525_601 }, 'inactivity_timeout_minutes', /./],
    [{ ...FIXED, slug: 'Taken!' }, 'slug', /lowercase/],
    [{ ...FIXED, title: ' ' }, 'title', /empty/],
    [{ ...FIXED, title: 'x'.repeat(192) }, 'title', /191/],
    [{ ...FIXED, mytpe_pay_id: '' }, 'mytpe_pay_id', /./],
    [{ ...FIXED, metadata: { 'a]b': 'x' } }, 'metadata', /without brackets/],
    [{ ...FIXED, metadata: { 'a"b': 'x' } }, 'metadata', /without brackets/],
    [{ ...FIXED, metadata: { 'a\nb': 'x' } }, 'metadata', /without brackets/],
    [{ ...FIXED, metadata: { '': 'x' } }, 'metadata', /./],
    [{ ...FIXED, metadata: { ['k'.repeat(41)]: 'x' } }, 'metadata', /./],
    [{ ...FIXED, metadata: { a: 7 } }, 'metadata', /./],
    [{ ...FIXED, metadata: Object.fromEntries([...'abcdefghijk'].map((key) => [key, ''])) }, 'metadata', /10 keys/],
    [{ ...FIXED, settings: { allow_anonymous: 'true' } }, 'settings', /./],
    [{ ...FIXED, settings: { colour: true } }, 'settings', /./],
    [{ ...FIXED, colour: 'red' }, 'input', /colour/],
  ])('rejects %j with an error for the field', async (input, field, message) => {
    const found = await problems(fields(input));
    expect(Object.keys(found)).toContain(field);
    expect(found[field]!.join(' ')).toMatch(message);
  });

  it('rejects combinations that v2 would silently change', async () => {
    const any = fc.record(
      {
        pricing: fc.constantFrom('FIXED', 'OPEN'),
        amount: fc.constant(500),
        payment_mode: fc.constantFrom('reusable', 'one_shot', 'limited'),
        max_payments: fc.constant(3),
      },
      { requiredKeys: ['pricing'] },
    );
    await fc.assert(
      fc.asyncProperty(any, async (terms) => {
        const sent = await fields({ mytpe_pay_id: 'i1', title: 'T', ...terms }).catch(() => undefined);
        if (sent === undefined) return;
        if (sent['type'] === 'static') expect(Object.keys(sent)).toEqual(['mytpe_pay_id', 'title', 'type']);
        else expect('max_payments' in sent).toBe(sent['payment_mode'] === 'limited');
      }),
    );
  });
});

describe('V2_LINK_CHANGES', () => {
  it('writes only the changed fields, and null as an empty string', async () => {
    expect(
      await changes({ details: null, amount: 1_050, settings: { allow_anonymous: false }, title: undefined }),
    ).toEqual({ details: null, amount: '10.50', 'settings[allow_anonymous]': 'false' });
  });

  it.each<[object, string, RegExp]>([
    [{}, 'input', /change something/],
    [{ title: undefined }, 'input', /change something/],
    [{ settings: {} }, 'input', /change something/],
    [{ pricing: 'OPEN' }, 'pricing', /never change/],
    [{ type: 'static' }, 'type', /never change/],
    [{ payment_mode: 'reusable' }, 'payment_mode', /never change/],
    [{ slug: 'other' }, 'slug', /cannot change/],
    [{ mytpe_pay_id: 'i2' }, 'mytpe_pay_id', /stays with its instance/],
    [{ status: 'active' }, 'input', /status/],
  ])('rejects %j', async (input, field, message) => {
    expect((await problems(changes(input)))[field]?.join(' ')).toMatch(message);
  });
});
