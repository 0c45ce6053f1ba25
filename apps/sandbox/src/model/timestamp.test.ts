import fc from 'fast-check';
import { expect, it } from 'vitest';

import { formatTimestamp, parseTimestamp } from './timestamp.ts';

it.each([
  ['2026-06-12T00:00:00Z', '2026-06-12T00:00:00.000Z'],
  ['2026-06-12T00:00:00.123456Z', '2026-06-12T00:00:00.123Z'],
  ['2026-06-12T00:00+01:00', '2026-06-11T23:00:00.000Z'],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['2026-02-29T00:00:00Z', null],
  ['2026-06-12', null],
  ['2026-06-12T25:00:00Z', null],
  ['0000-01-01T00:00:00+05:00', null],
  ['9999-12-31T23:59:59-05:00', null],
  ['tomorrow', null],
  [1_781_222_400, null],
])('%j is %j', (text, expected) => expect(parseTimestamp(text)).toBe(expected));

it('writes six fraction digits and can read them back', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }), (date) => {
      const written = formatTimestamp(date.toISOString());
      expect(written).toMatch(/\.\d{3}000Z$/);
      expect(parseTimestamp(written)).toBe(date.toISOString());
    }),
  );
});
