import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LINK } from '../../test/samples.ts';
import { parseJson } from '../wire/json-text.ts';
import { Link } from './link.ts';

const read = (link: object) => Link.parse(parseJson(JSON.stringify(link)));

/** The fields that the create sample omits, with sample values. */
const OPTIONAL = {
  payment_link: 'https://pay.example/x?y=1',
  payment_instance_id: 'i1',
  form_id: 'f1',
  description: 'd',
  logo: 'https://x/y.png',
  min_amount: '1.00',
  max_amount: '2.00',
  max_uses: 3,
  target_amount: '9.00',
  starts_at: '2026-06-11T23:00:00Z',
  ends_at: '2026-06-12T23:00:00.000Z',
  expires_at: '2026-06-13T23:00:00.000000Z',
  allowed_payers: ['a@example.dz'],
  created_at: '2026-06-09T12:00:00.000000Z',
  updated_at: '2026-06-09T12:00:00.000000Z',
};

describe('a link in a response', () => {
  it('distinguishes absent fields from null', () => {
    const presence = fc.constantFrom('absent', 'null', 'there');
    fc.assert(
      fc.property(fc.record(Object.fromEntries(Object.keys(OPTIONAL).map((name) => [name, presence]))), (how) => {
        const there = Object.entries(OPTIONAL).filter(([name]) => how[name] !== 'absent');
        const link = read({ ...LINK, ...Object.fromEntries(there.map(([k, v]) => [k, how[k] === 'null' ? null : v])) });
        for (const name of Object.keys(OPTIONAL) as (keyof typeof OPTIONAL)[]) {
          expect(name in link).toBe(how[name] !== 'absent');
          expect(link[name] === null).toBe(how[name] === 'null');
        }
      }),
    );
  });

  it('ignores unknown fields', () => {
    const known = new Set([...Object.keys(LINK), ...Object.keys(OPTIONAL), 'url']);
    const unknown = fc.dictionary(
      fc.string().filter((name) => !known.has(name)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(unknown, (more) => {
        expect(read({ ...more, ...LINK })).toEqual(read(LINK));
      }),
    );
  });

  it('keeps unknown statuses and modes as strings', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (status, amount_mode, usage_mode) => {
        const words = { status, amount_mode, usage_mode };
        expect(read({ ...LINK, ...words })).toMatchObject(words);
      }),
    );
  });

  it('reads target_amount and max_uses from numbers and strings', () => {
    expect(read({ ...LINK, target_amount: 1000.5, max_uses: '3' })).toMatchObject({
      target_amount: 100_050,
      max_uses: 3,
    });
    expect(read({ ...LINK, target_amount: '1000.50', max_uses: 3 })).toMatchObject({
      target_amount: 100_050,
      max_uses: 3,
    });
  });

  it('reads payers in both formats', () => {
    const allowed_payers = ['a@example.dz', { email: 'b@example.dz' }, { phone: '+213555123456' }];
    const read_payers = ['a@example.dz', 'b@example.dz', '+213555123456'];
    expect(read({ ...LINK, allowed_payers }).allowed_payers).toEqual(read_payers);
  });

  it('keeps an id unchanged, even if it is not a UUID', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        expect(read({ ...LINK, id }).id).toBe(id);
      }),
    );
  });
});
