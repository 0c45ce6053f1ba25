import fc from 'fast-check';
import jsqr from 'jsqr';
import { type Mask, correction, generate, mode } from 'lean-qr';
import { describe, expect, it } from 'vitest';

import { qrModules } from './qr-modules.ts';

const { default: jsQR } = jsqr;

/** The most bytes of each version at level M (ISO/IEC 18004, table 7). */
const CAPACITIES = [
  14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911,
  997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
];

const rowsOf = (grid: number[][]): string[] => grid.map((row) => row.join(''));

/** An address of exactly so many characters. */
const address = (length: number): string =>
  `https://pay.mytpe.example/${'order-10428/x9f2_AZ~'.repeat(120)}`.slice(0, length);

/** The same by a library that knows all kinds of codes, with each of the eight masks. */
function byLibrary(text: string): string[][] {
  const bytes = mode.bytes(new TextEncoder().encode(text));
  const level = { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M };
  return ([0, 1, 2, 3, 4, 5, 6, 7] satisfies Mask[]).map((mask) => {
    const code = generate(bytes, { ...level, mask });
    const side = [...Array(code.size).keys()];
    return side.map((y) => side.map((x) => Number(code.get(x, y))).join(''));
  });
}

/** What a scanner reads, from a picture of two pixels a module. */
function scanned(grid: number[][]): string | undefined {
  const side = 2 * (grid.length + 8);
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (grid[(y >> 1) - 4]?.[(x >> 1) - 4]) pixels.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
  return jsQR(pixels, side, side)?.data;
}

describe('a QR code', () => {
  it.each(CAPACITIES.map((capacity, index) => [index + 1, capacity] as const))(
    'of version %i, filled with %i bytes, is module by module what a library makes with the same mask',
    (version, capacity) => {
      const text = address(capacity);
      const rows = rowsOf(qrModules(text));
      expect(rows).toHaveLength(4 * version + 17);
      expect(byLibrary(text)).toContainEqual(rows);
    },
  );

  it('is not larger than it must be', () => {
    CAPACITIES.slice(0, 10).forEach((capacity, index) => {
      expect(qrModules(address(capacity)).length).toBe(4 * index + 21);
      expect(qrModules(address(capacity + 1)).length).toBe(4 * index + 25);
    });
  });

  it('is read by a scanner as the text that it was made of, beyond ASCII, too', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true, size: 'small' }), text, (url, more) => {
        for (const said of [url, `${url}#${encodeURIComponent(more)}`]) expect(scanned(qrModules(said))).toBe(said);
      }),
      { numRuns: 40 },
    );
    expect(scanned(qrModules('https://pay.mytpe.example/é?a=دفع'))).toBe('https://pay.mytpe.example/é?a=دفع');
  });

  it('has no room for more than 2331 bytes', () => {
    expect(() => qrModules(address(2332))).toThrow(RangeError);
  });
});
