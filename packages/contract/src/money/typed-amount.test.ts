import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LANGUAGES } from '../languages.ts';
import { MAX_CENTIMES } from './centimes.ts';
import { displayAmount, displayNumber } from './display.ts';
import { parseTypedAmount } from './typed-amount.ts';

describe('an amount as people type it', () => {
  it.each([
    ['1500', 150_000],
    ['1 500', 150_000],
    ['1\u202f500', 150_000],
    ['1\u00a0500,5', 150_050],
    ['1.500,50', 150_050],
    ['1,500.50', 150_050],
    ['1.500.000', 150_000_000],
    ['1,500,000.05', 150_000_005],
    ['1’500.50', 150_050],
    ['١٥٠٠٫٥٠', 150_050],
    ['١٬٥٠٠٫٥٠', 150_050],
    ['۱۵۰۰', 150_000],
    ['\u200f1500\u200e DA', 150_000],
    ['DZD 1500', 150_000],
    ['1500 د.ج', 150_000],
    ['200,', 20_000],
    ['0,5', 50],
    ['007', 700],
  ])('reads %j in every language', (text, centimes) => {
    for (const language of LANGUAGES) expect(parseTypedAmount(text, language)).toBe(centimes);
  });

  it('reads one mark before three digits as the language writes it', () => {
    expect(LANGUAGES.map((language) => parseTypedAmount('1.500', language))).toEqual([150_000, 150_000, 150]);
    expect(LANGUAGES.map((language) => parseTypedAmount('1,500', language))).toEqual([150, 150, 150_000]);
  });

  it.each([
    '',
    ' ',
    'abc',
    '-5',
    '+5',
    '1e3',
    '0x10',
    '1,50,00',
    '15 00',
    '1.2.3',
    '1,234.567,00',
    '12.345,678',
    '1 500,001',
    '1.505x',
    '5,,5',
    '1'.repeat(13),
    '9'.repeat(65),
    'Infinity',
    '½',
    '1 500.000,00',
  ])('refuses %j', (text) => {
    for (const language of LANGUAGES) expect(parseTypedAmount(text, language)).toBeUndefined();
  });

  it('reads back every amount it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_CENTIMES }), fc.constantFrom(...LANGUAGES), (value, language) => {
        expect(parseTypedAmount(displayNumber(value, language), language)).toBe(value);
        expect(parseTypedAmount(displayAmount(value, language), language)).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('answers whole centimes or nothing, whatever is typed', () => {
    const wild = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0159.,  ٠٩٫٬،\u200fDA-') }));
    fc.assert(
      fc.property(wild, fc.constantFrom(...LANGUAGES), (text, language) => {
        const value = parseTypedAmount(text, language);
        if (value !== undefined) expect(Number.isSafeInteger(value) && value >= 0 && value <= MAX_CENTIMES).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
