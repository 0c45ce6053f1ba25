import { describe, expect, it } from 'vitest';

import { InvalidInputError } from '../errors.ts';
import { type LinkChanges, type LinkInput, type LinkBodyOptions, linkChangesBody, newLinkBody } from './link-input.ts';

const NOW = Date.UTC(2026, 10, 21, 8);
const OPTIONS: LinkBodyOptions = { now: NOW, allowedPayersShape: 'string' };
const later = (ms: number) => new Date(NOW + ms);

const FIXED: LinkInput = {
  payment_instance_id: 'i1',
  title: 'T-shirt',
  amount_mode: 'fixed',
  amount: 450_050,
  usage_mode: 'one_shot',
};
const OPEN: LinkInput = { payment_instance_id: 'i1', title: 'Don', amount_mode: 'open', usage_mode: 'reusable' };

const body = (input: LinkInput) => JSON.parse(newLinkBody(input, OPTIONS)) as Record<string, unknown>;
function problems(input: object): Record<string, readonly string[]> {
  try {
    newLinkBody(input as LinkInput, OPTIONS);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.fields;
  }
  throw new Error('no error was thrown');
}

describe('newLinkBody', () => {
  it.each<[string, LinkInput, object]>([
    ['one_shot', FIXED, { amount: 4500.5, currency: 'DZD' }],
    ['open', { ...OPEN, min_amount: 20_000, max_amount: 20_000 }, { min_amount: 200, max_amount: 200 }],
    ['limited', { ...FIXED, usage_mode: 'limited', max_uses: 50 }, { max_uses: 50 }],
    ['capped_amount', { ...OPEN, usage_mode: 'capped_amount', target_amount: 10_000_000 }, { target_amount: 100_000 }],
    [
      'time_window',
      { ...FIXED, usage_mode: 'time_window', starts_at: later(-5_500), ends_at: later(86_400_123) },
      { starts_at: '2026-11-21T07:59:54Z', ends_at: '2026-11-22T08:00:00Z' },
    ],
    [
      'whitelist',
      { ...FIXED, usage_mode: 'whitelist', allowed_payers: [' Amel@Example.DZ ', '+213555123456'] },
      { allowed_payers: ['amel@example.dz', '+213555123456'] },
    ],
    ['an expiry', { ...FIXED, expires_at: later(60_000) }, { expires_at: '2026-11-21T08:01:00Z' }],
  ])('writes %s in MyTPE’s format', (_mode, input, expected) => expect(body(input)).toMatchObject(expected));

  it('omits absent fields', () => {
    const fields = ['amount_mode', 'currency', 'payment_instance_id', 'title', 'usage_mode'];
    const empty = { description: null, form_id: null, metadata: undefined, currency: undefined, amount: undefined };
    expect(Object.keys(body({ ...OPEN, ...empty })).sort()).toEqual(fields);
  });

  it.each<[object, string]>([
    [{ ...FIXED, amount: undefined }, 'amount'],
    [{ ...FIXED, amount: 0 }, 'amount'],
    [{ ...FIXED, amount: 4500.5 }, 'amount'],
    [{ ...FIXED, amount: Number.NaN }, 'amount'],
    [{ ...FIXED, amount: '4500' }, 'amount'],
    [{ ...FIXED, min_amount: 100 }, 'min_amount'],
    [{ ...OPEN, amount: 100 }, 'amount'],
    [{ ...OPEN, min_amount: 200, max_amount: 100 }, 'min_amount'],
    [{ ...FIXED, currency: 'EUR' }, 'currency'],
    [{ ...FIXED, title: ' ' }, 'title'],
    [{ ...FIXED, title: '😀'.repeat(192) }, 'title'],
    [{ ...FIXED, payment_instance_id: '' }, 'payment_instance_id'],
    [{ ...FIXED, usage_mode: 'forever' }, 'usage_mode'],
    [{ ...FIXED, usage_mode: 'limited' }, 'max_uses'],
    [{ ...FIXED, max_uses: 3 }, 'max_uses'],
    [{ ...OPEN, usage_mode: 'capped_amount' }, 'target_amount'],
    [{ ...FIXED, usage_mode: 'time_window', ends_at: later(9_000) }, 'starts_at'],
    [{ ...FIXED, usage_mode: 'time_window', starts_at: later(1_100), ends_at: later(1_900) }, 'starts_at'],
    [{ ...FIXED, usage_mode: 'time_window', starts_at: later(-9_000), ends_at: later(0) }, 'ends_at'],
    [{ ...FIXED, usage_mode: 'time_window', starts_at: new Date('x'), ends_at: later(9_000) }, 'starts_at'],
    [{ ...FIXED, expires_at: later(-1) }, 'expires_at'],
    [{ ...FIXED, usage_mode: 'whitelist', allowed_payers: [] }, 'allowed_payers'],
    [{ ...FIXED, usage_mode: 'whitelist', allowed_payers: ['555123456'] }, 'allowed_payers'],
    [{ ...FIXED, metadata: { ref: 7 } }, 'metadata'],
    [{ ...FIXED, metadata: { ref: 'x'.repeat(256) } }, 'metadata'],
    [{ ...FIXED, metadata: { ['k'.repeat(41)]: 'x' } }, 'metadata'],
    [{ ...FIXED, metadata: Object.fromEntries([...'abcdefghijk'].map((key) => [key, ''])) }, 'metadata'],
    [{ ...FIXED, slug: 'mine' }, 'input'],
  ])('rejects %j with an error for the field', (input, field) => expect(Object.keys(problems(input))).toEqual([field]));

  it('accepts a title of 191 characters of any byte length', () => {
    expect(body({ ...FIXED, title: '😀'.repeat(191) })['title']).toHaveLength(382);
  });
});

describe('linkChangesBody', () => {
  const changes = (input: LinkChanges) => linkChangesBody(input, OPTIONS);

  it('writes only the changed fields, and null as null', () => {
    expect(changes({ description: null, min_amount: 150, title: undefined })).toBe(
      '{"description":null,"min_amount":1.5}',
    );
  });

  it('checks fields against a mode only if the changes contain the mode', () => {
    expect(changes({ max_uses: 3 })).toBe('{"max_uses":3}');
    expect(() => changes({ max_uses: 3, usage_mode: 'reusable' })).toThrow(
      'max_uses: is only allowed with limited, not with reusable',
    );
  });

  it.each<LinkChanges>([{}, { title: '' }, { amount: -1 }, { min_amount: 2, max_amount: 1 }])('rejects %j', (input) =>
    expect(() => changes(input)).toThrow(InvalidInputError),
  );
});
