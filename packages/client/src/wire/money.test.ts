import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseJson } from './json-text.ts';
import { MAX_CENTIMES, centimesLiteral, centimesText, parseCentimes } from './money.ts';

const centimes = fc.integer({ min: 0, max: MAX_CENTIMES });
/** Parses a JSON value like the body of a response. */
const read = (json: string) => parseCentimes(parseJson(json));

describe('an amount in a response', () => {
  it('is the same in every notation', () => {
    fc.assert(
      fc.property(centimes, (value) => {
        const dinars = Math.floor(value / 100);
        const rest = String(value % 100).padStart(2, '0');
        const notations = [`${dinars}.${rest}`];
        if (rest.endsWith('0')) notations.push(`${dinars}.${rest[0]}`);
        if (rest === '00') notations.push(`${dinars}`);
        for (const notation of notations) {
          expect(read(notation)).toBe(value);
          expect(read(`"${notation}"`)).toBe(value);
        }
      }),
    );
  });

  it('is rejected if it has a third decimal', () => {
    fc.assert(
      fc.property(centimes, fc.stringMatching(/^\d{1,20}$/), (value, more) => {
        const text = `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}${more}`;
        expect(read(text)).toBeUndefined();
        expect(read(`"${text}"`)).toBeUndefined();
      }),
    );
  });

  it.each([
    '-1',
    '"-1.00"',
    '1e3',
    '"1,00"',
    '"1 000.00"',
    '" 1"',
    '"1."',
    '".5"',
    '""',
    '"+1"',
    'null',
    'true',
    '[]',
    '{}',
  ])('cannot be %s', (json) => expect(read(json)).toBeUndefined());

  it('is a safe integer', () => {
    expect(read('999999999999.99')).toBe(MAX_CENTIMES);
    expect(read('1000000000000')).toBeUndefined();
  });
});

describe('an amount in a request', () => {
  it.each([
    [450_000, '4500'],
    [450_050, '4500.5'],
    [450_005, '4500.05'],
    [1, '0.01'],
    [10, '0.1'],
    [100, '1'],
    [MAX_CENTIMES, '999999999999.99'],
  ])('%d centimes become %s', (value, json) => expect(JSON.stringify([centimesLiteral(value)])).toBe(`[${json}]`));

  it('is read back unchanged', () => {
    fc.assert(
      fc.property(centimes, (value) => {
        expect(read(JSON.stringify(centimesLiteral(value)))).toBe(value);
      }),
    );
  });
});

describe('an amount in a form', () => {
  it.each([
    [450_000, '4500.00'],
    [450_050, '4500.50'],
    [1, '0.01'],
    [MAX_CENTIMES, '999999999999.99'],
  ])('%d centimes become %s', (value, text) => expect(centimesText(value)).toBe(text));

  it('is read back unchanged', () => {
    fc.assert(fc.property(centimes, (value) => parseCentimes(centimesText(value)) === value));
  });
});
