import fc from 'fast-check';
import { expect, it } from 'vitest';

import { remaining } from './countdown.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const plain = (text: string): string => text.replaceAll(/\s/gu, ' ');

it.each([
  [6 * DAY + 23 * HOUR + 59 * MINUTE, '6 jours 23 heures', '6 days 23 hours', '6 أيام و23 ساعة'],
  [2 * DAY, '2 jours', '2 days', 'يومان'],
  [HOUR + 1, '1 heure 1 minute', '1 hour 1 minute', 'ساعة ودقيقة'],
  [HOUR, '1 heure', '1 hour', 'ساعة'],
  [3 * HOUR + 5 * MINUTE, '3 heures 5 minutes', '3 hours 5 minutes', '3 ساعات و5 دقائق'],
  [4 * MINUTE + 1, '4 minutes 1 seconde', '4 minutes 1 second', '4 دقائق وثانية'],
  [1, '1 seconde', '1 second', 'ثانية'],
])('formats %d ms', (milliseconds, fr, en, ar) => {
  expect((['fr', 'en', 'ar'] as const).map((language) => plain(remaining(milliseconds, language)))).toEqual([
    fr,
    en,
    ar,
  ]);
});

it('uses at most two units, and is never empty before the end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 * DAY }), (milliseconds) => {
      const text = plain(remaining(milliseconds, 'fr'));
      expect(text).toMatch(/^[1-9][\d ]* [a-z]+(?: [1-9]\d* [a-z]+)?$/);
    }),
  );
});
