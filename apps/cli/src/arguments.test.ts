import { MAX_CENTIMES } from '@mytpe-pay/contract/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  collectPair,
  parseAmount,
  parseDuration,
  parseMinutes,
  parseMoment,
  parseYesNo,
  wholeNumber,
} from './arguments.ts';
import { displayDinars, displayMoment } from './terminal/display.ts';

describe('parseAmount', () => {
  it('reads every displayed amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_CENTIMES }), (centimes) => {
        expect(parseAmount(displayDinars(centimes))).toBe(centimes);
      }),
    );
  });

  it.each([
    ['4500', 450_000],
    ['4 500,50', 450_050],
    ['4500.5', 450_050],
    ['1.500,50', 150_050],
    ['٤٥٠٠', 450_000],
  ])('%j', (text, centimes) => expect(parseAmount(text)).toBe(centimes));

  it('rejects ambiguous amounts', () => {
    expect(() => parseAmount('4.500')).toThrow('4 500 DA or 4,50 DA');
    for (const text of ['', '0', '-1', '1e3', '1,2,3', 'NaN', '0x10', '10.005']) {
      expect(() => parseAmount(text)).toThrow('amount in dinars');
    }
  });

  it('rejects any other text, or returns centimes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let read: number | undefined;
        try {
          read = parseAmount(text);
        } catch (error) {
          expect(error).toHaveProperty('code', 'commander.invalidArgument');
        }
        expect(read === undefined || (Number.isSafeInteger(read) && read > 0)).toBe(true);
      }),
    );
  });
});

describe('parseMoment', () => {
  it.each([
    ['2026-06-12', '2026-06-11T23:00:00.000Z'],
    ['2026-06-12 09:30', '2026-06-12T08:30:00.000Z'],
    ['2026-06-12T09:30:15', '2026-06-12T08:30:15.000Z'],
    ['2026-06-12T09:30Z', '2026-06-12T09:30:00.000Z'],
    ['2026-06-12T09:30-05:00', '2026-06-12T14:30:00.000Z'],
  ])('%j', (text, utc) => expect(parseMoment(text).toISOString()).toBe(utc));

  it.each(['', 'friday', '2026-02-30', '2026-13-01', '12/06/2026', '2026-06-12 25:00', '2026-06-12 09:30 junk'])(
    'rejects %j',
    (text) => expect(() => parseMoment(text)).toThrow('It must be a date'),
  );

  it('reads every displayed date', () => {
    expect(displayMoment(parseMoment('2026-06-12 09:30'))).toBe('2026-06-12 09:30');
  });
});

it.each([
  ['90s', 90_000],
  ['30m', 1_800_000],
  ['0.5h', 1_800_000],
  ['7d', 604_800_000],
])('parseDuration accepts %j', (text, ms) => expect(parseDuration(text)).toBe(ms));

it.each(['', '0s', '8d', '10', 's', '-1s', '1e3s', '5 minutes'])('parseDuration rejects %j', (text) =>
  expect(() => parseDuration(text)).toThrow('duration'),
);

it('parseMinutes accepts whole minutes only', () => {
  expect(['90m', '2h', '1.5h', '365d', '120s'].map(parseMinutes)).toEqual([90, 120, 90, 525_600, 2]);
  for (const text of ['0m', '90s', '366d', '10', 'never']) expect(() => parseMinutes(text)).toThrow('whole minutes');
});

it('collectPair, wholeNumber and parseYesNo reject other text', () => {
  expect(collectPair('order=7=8', { a: 'b' })).toEqual({ a: 'b', order: '7=8' });
  expect(() => collectPair('=7')).toThrow('KEY=VALUE');
  expect(wholeNumber(1, 9)('9')).toBe(9);
  for (const text of ['0', '10', '1.5', '-1', '']) expect(() => wholeNumber(1, 9)(text)).toThrow('from 1 to 9');
  expect([parseYesNo('yes'), parseYesNo('No')]).toEqual([true, false]);
  expect(() => parseYesNo('maybe')).toThrow('yes or no');
});
