/** Rows of modules: 1 is dark, 0 is light, nothing is still free. */
export type Grid = number[][];

/** What every code of a version has: finders, alignment, timing, and what it says of itself. */
export function patterns(version: number): Grid {
  const size = 4 * version + 17;
  const grid: Grid = Array.from({ length: size }, () => []);
  const put = (x: number, y: number, dark: boolean): void => {
    if (grid[y] && x >= 0 && x < size) grid[y][x] = dark ? 1 : 0;
  };
  /** Rings around a centre, dark and light in turn but for the one that is `light`. */
  const rings = (x: number, y: number, radius: number, light: number): void => {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        put(x + dx, y + dy, ring !== light && ring < 4);
      }
  };
  for (let i = 0; i < size; i++) {
    put(i, 6, i % 2 === 0);
    put(6, i, i % 2 === 0);
  }
  const count = alignments(version);
  const step = 2 * Math.floor((size - 13) / count / 2 + 0.75);
  const centre = (i: number): number => (i ? size - 7 - (count - i) * step : 6);
  for (let i = 0; i <= count; i++)
    for (let j = 0; j <= count; j++)
      // Where a finder is, there is no alignment: three of the corners.
      if ((i || (j && j < count)) && (j || i < count)) rings(centre(i), centre(j), 2, 1);
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    rings(x, y, 4, 2);
  put(8, size - 8, true);
  describe(grid, version, 0);
  return grid;
}

/** Level, mask and, in large codes, version: each is said twice. */
export function describe(grid: Grid, version: number, mask: number): void {
  const size = grid.length;
  const format = withRemainder(mask, 10, 0x537) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const dark = (format >> i) & 1;
    grid[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i]![8] = dark;
    grid[8]![i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i] = dark;
  }
  if (version < 7) return;
  const named = withRemainder(version, 12, 0x1f25);
  for (let i = 0; i < 18; i++) {
    const [x, y] = [size - 11 + (i % 3), Math.floor(i / 3)];
    grid[y]![x] = grid[x]![y] = (named >> i) & 1;
  }
}

/** How many alignment patterns stand in a row or column, less one. */
const alignments = (version: number): number => (version > 1 ? Math.floor(version / 7) + 1 : 0);

/** How many bytes there is room for beside the patterns. */
export function totalOf(version: number): number {
  const count = alignments(version) + 1;
  const modules = (16 * version + 128) * version + 64;
  return (modules - (count > 1 ? (25 * count - 10) * count - 55 : 0) - (version > 6 ? 36 : 0)) >> 3;
}

/** A number with its check bits behind it (BCH). */
function withRemainder(value: number, bits: number, divisor: number): number {
  let rest = value;
  for (let i = 0; i < bits; i++) rest = (rest << 1) ^ ((rest >> (bits - 1)) * divisor);
  return (value << bits) | rest;
}
