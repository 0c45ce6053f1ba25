import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Payer, PayerInput, serializePayers } from './allowed-payers.ts';

const NUMBER = '+213555123456';

describe('payer formats', () => {
  it.each([
    [' Amel@Example.DZ ', 'amel@example.dz'],
    [NUMBER, NUMBER],
    ['+213 555 12-34-56', NUMBER],
    ['00213 555 123 456', NUMBER],
    ['0555 12 34 56', NUMBER],
    ['(021) 12.34.56', '+21321123456'],
    ['+33 6 12 34 56 78', '+33612345678'],
  ])('%j is normalized to %j, in requests and responses', (text, payer) => {
    expect(Payer.parse(text)).toBe(payer);
    expect(PayerInput.parse(text)).toBe(payer);
  });

  it.each(['', 'Amel', 'amel@', '555123456', '+0555123456', '+213', '12', '+213555123456789012', '0555+123456'])(
    '%j is rejected',
    (text) => expect(PayerInput.safeParse(text).success).toBe(false),
  );

  it('reads strings and objects from a response', () => {
    expect(Payer.parse({ id: 1, email: ' A@B.dz', phone: null })).toBe('a@b.dz');
    expect(Payer.parse({ email: null, phone: '0555123456' })).toBe(NUMBER);
    for (const value of [{}, 7, null, []]) expect(Payer.safeParse(value).success).toBe(false);
  });

  it('normalizes any string, and a normalized string stays unchanged', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = Payer.parse(text);
        expect(Payer.parse(once)).toBe(once);
      }),
    );
  });
});

describe('serializePayers', () => {
  const payers = ['a@b.dz', NUMBER];

  it('writes strings or objects', () => {
    expect(serializePayers(payers, 'string')).toEqual(payers);
    expect(serializePayers(payers, 'object')).toEqual([{ email: 'a@b.dz' }, { phone: NUMBER }]);
  });
});
