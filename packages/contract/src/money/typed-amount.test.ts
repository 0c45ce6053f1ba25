import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runs } from '../../../../.ci/sample.ts';
import { LANGUAGES } from '../languages.ts';
import { MAX_CENTIMES } from './centimes.ts';
import { displayAmount, displayNumber } from './display.ts';
import { parseTypedAmount } from './typed-amount.ts';

/** Bidirectional controls, zero-width spaces and the byte order mark. */
const MARKS = [
  ...'\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff',
];

describe('parseTypedAmount', () => {
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

  it('reads a single mark before three digits by the convention of the language', () => {
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
  ])('rejects %j', (text) => {
    for (const language of LANGUAGES) expect(parseTypedAmount(text, language)).toBeUndefined();
  });

  it('reads every displayed amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_CENTIMES }), fc.constantFrom(...LANGUAGES), (value, language) => {
        expect(parseTypedAmount(displayNumber(value, language), language)).toBe(value);
        expect(parseTypedAmount(displayAmount(value, language), language)).toBe(value);
      }),
      { numRuns: runs(1000, 10_000) },
    );
  });

  it('reads every amount up to 50 dinars, and the amounts around each power of ten', () => {
    const around = Array.from({ length: 14 }, (_, power) => 10 ** power).flatMap((value) => [
      value - 1,
      value,
      value + 1,
    ]);
    const values = [...Array.from({ length: 5001 }, (_, value) => value), ...around, MAX_CENTIMES];
    for (const language of LANGUAGES)
      expect(values.filter((value) => parseTypedAmount(displayNumber(value, language), language) !== value)).toEqual(
        [],
      );
  });

  it('reads the same amount with other digits, other spaces and invisible marks', () => {
    const marks = fc.array(fc.tuple(fc.nat(40), fc.constantFrom(...MARKS)), { maxLength: 8 });
    const zero = fc.constantFrom('0', '٠', '۰');
    const space = fc.constantFrom(' ', '\u00a0', '\u202f', '\u2009', "'", '’');
    const amount = fc.integer({ min: 0, max: MAX_CENTIMES });
    fc.assert(
      fc.property(amount, fc.constantFrom(...LANGUAGES), zero, space, marks, (value, language, zero, space, marks) => {
        let text = displayNumber(value, language)
          .replaceAll(/\d/g, (digit) => String.fromCodePoint(zero.codePointAt(0)! + Number(digit)))
          .replaceAll(/\s/g, space);
        for (const [at, mark] of marks) text = text.slice(0, at) + mark + text.slice(at);
        expect(parseTypedAmount(text, language)).toBe(value);
      }),
      { numRuns: runs(2000, 20_000) },
    );
  });

  it.each(['१५००', '１５００', '𝟏𝟓𝟎𝟎', '①⑤', '1५00', '¹⁵⁰⁰', 'Ⅳ', '一千五百', '1\u0307500'])(
    'rejects digits of other scripts: %s',
    (text) => {
      for (const language of LANGUAGES) expect(parseTypedAmount(text, language)).toBeUndefined();
    },
  );

  it('returns an amount in centimes or undefined for any input', () => {
    const wild = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0159.,  ٠٩٫٬،\u200fDA-') }),
    );
    fc.assert(
      fc.property(wild, fc.constantFrom(...LANGUAGES), (text, language) => {
        const value = parseTypedAmount(text, language);
        if (value !== undefined) expect(Number.isSafeInteger(value) && value >= 0 && value <= MAX_CENTIMES).toBe(true);
      }),
      { numRuns: runs(2000, 20_000) },
    );
  });
});
