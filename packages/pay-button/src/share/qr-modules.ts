import { LAST_VERSION, interleaved, roomFor } from './qr-correction.ts';
import { type Grid, describe, patterns, totalOf } from './qr-patterns.ts';

/** Which modules a mask turns round. */
const MASKS: readonly ((x: number, y: number) => unknown)[] = [
  (x, y) => (x + y) % 2,
  (_x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (((x / 3) | 0) + (y >> 1)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/**
 * A QR code (ISO/IEC 18004) of text as bytes, at level M: still read with a seventh of it soiled. Nothing else is needed for an
 * address, and it takes less than a library for all kinds of codes.
 * @throws RangeError when the text has more than 2331 bytes.
 */
export function qrModules(text: string): Grid {
  const bytes = [...new TextEncoder().encode(text)];
  for (let version = 1; version <= LAST_VERSION; version++) {
    const total = totalOf(version);
    const room = roomFor(total, version);
    const wide = version > 9;
    if (bytes.length + (wide ? 3 : 2) > room) continue;
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    // Bytes (4), how many, the bytes, the end (0), and what the standard fills up with.
    const data = `4${bytes.length.toString(16).padStart(wide ? 4 : 2, '0')}${hex}0`.padEnd(2 * room, 'ec11');
    const words = interleaved(
      data.match(/../g)!.map((pair) => Number.parseInt(pair, 16)),
      total,
      version,
    );
    const bare = patterns(version);
    const path = pathOf(bare);
    const tries = MASKS.map((turns, mask) => {
      const grid = bare.map((row) => [...row]);
      describe(grid, version, mask);
      path.forEach(({ x, y }, bit) => {
        grid[y]![x] = ((words[bit >> 3]! >> (7 - (bit & 7))) & 1) ^ (turns(x, y) ? 0 : 1);
      });
      return { grid, fault: faultOf(grid) };
    });
    return tries.sort((one, other) => one.fault - other.fault)[0]!.grid;
  }
  throw new RangeError('too long for a QR code');
}

/** The free modules in the order of the bits: up and down in columns of two, from the right. */
function pathOf(grid: Grid): { x: number; y: number }[] {
  const size = grid.length;
  const path: { x: number; y: number }[] = [];
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    // The timing column is stepped over.
    if (right === 6) right--;
    for (let i = 0; i < size; i++)
      for (let x = right; x > right - 2; x--) {
        const y = up ? size - 1 - i : i;
        if (grid[y]![x] === undefined) path.push({ x, y });
      }
  }
  return path;
}

/** How hard a code is to read, as the standard counts it: runs, blocks, what looks like a finder, too much of one colour. */
function faultOf(grid: Grid): number {
  const size = grid.length;
  const lines = [...grid, ...grid.map((_, x) => grid.map((row) => row[x]!))].map((line) => line.join(''));
  let fault = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) fault += run.length - 2;
    fault += 40 * (line.split(/(?=10111010000|00001011101)/).length - 1);
  }
  let dark = 0;
  for (let y = 0; y < size; y++) {
    const row = grid[y]!;
    const above = grid[y - 1] ?? [];
    for (let x = 0; x < size; x++) {
      dark += row[x]!;
      // Beyond the edge nothing is like anything.
      if (row[x] === row[x - 1] && row[x] === above[x] && row[x] === above[x - 1]) fault += 3;
    }
  }
  return fault + 10 * Math.floor(Math.abs((20 * dark) / size ** 2 - 10));
}
