import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Count, Metadata, Timestamp } from './fields.ts';
import { parseJson } from './json-text.ts';

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

describe('Timestamp', () => {
  const moment = fc.date({
    min: new Date('1990-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  });

  it('accepts 0 to 9 fraction digits and any offset', () => {
    const offset = fc.integer({ min: -23 * 60, max: 23 * 60 });
    fc.assert(
      fc.property(moment, fc.stringMatching(/^\d{0,9}$/), offset, (date, fraction, minutes) => {
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
        const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
        const text = `${local}${fraction && `.${fraction}`}${minutes === 0 ? 'Z' : zone}`;
        const seconds = Math.floor(date.getTime() / 1_000) * 1_000;
        expect(Timestamp.parse(text).getTime()).toBe(seconds + Number(fraction.padEnd(3, '0').slice(0, 3)));
      }),
    );
  });

  it.each(['2026-02-30T00:00:00Z', '2026-06-09', '2026-06-09T10:00:00', '2026-06-09 10:00:00Z', '1780999200', ''])(
    'rejects %j',
    (text) => expect(Timestamp.safeParse(text).success).toBe(false),
  );
});

describe('Count', () => {
  it.each([
    ['3', 3],
    ['"3"', 3],
    ['100.0', 100],
    ['0', 0],
  ])('accepts %s', (json, count) => expect(Count.parse(parseJson(json))).toBe(count));

  it.each(['-1', '1.5', '"x"', 'null', '1e2', '"9999999999999999"'])('rejects %s', (json) =>
    expect(Count.safeParse(parseJson(json)).success).toBe(false),
  );
});

describe('Metadata', () => {
  it('returns plain JSON for any content', () => {
    const values = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.jsonValue({ noUnicodeString: true }),
    );
    fc.assert(
      fc.property(values, (metadata) => {
        const text = JSON.stringify(metadata);
        expect(Metadata.parse(parseJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('accepts PHP’s empty array', () => expect(Metadata.parse([])).toEqual({}));

  it('cannot change a prototype', () => {
    const read = Metadata.parse(parseJson('{"__proto__":{"polluted":true},"a":{"__proto__":{"polluted":true}}}'));
    expect([({} as { polluted?: unknown }).polluted, (read as { polluted?: unknown }).polluted]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
