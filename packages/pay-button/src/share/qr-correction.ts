/** By version from 1 on, at level M: how many blocks, and how many error correction bytes each has. */
const BLOCKS = '11122444555899::;=>@AABDEGIJLMOQSUVX[]_a';
const CORRECTION = ':@JBH@BFFJNFFHHLLJJJJLLLLLLLLLLLLLLLLLLL';

/** `0` stands for none, `1` for one, and on along the characters. */
const countAt = (counts: string, version: number): number => counts.charCodeAt(version - 1) - 48;

export const LAST_VERSION = BLOCKS.length;

/** How many of a version's bytes are there for data. */
export const roomFor = (total: number, version: number): number =>
  total - countAt(BLOCKS, version) * countAt(CORRECTION, version);

/** The data in blocks with their error correction, taken in turns. */
export function interleaved(data: number[], total: number, version: number): number[] {
  const blocks = countAt(BLOCKS, version);
  const correction = countAt(CORRECTION, version);
  const length = Math.floor(total / blocks) - correction;
  const short = blocks - (total % blocks);
  const parts: number[][] = [];
  for (let i = 0, at = 0; i < blocks; i++) parts.push(data.slice(at, (at += length + Number(i >= short))));
  const inTurns = (rows: number[][]): number[] =>
    Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, i) =>
      rows.flatMap((row) => (i < row.length ? [row[i]!] : [])),
    ).flat();
  return [...inTurns(parts), ...inTurns(parts.map((part) => remainder(part, correction)))];
}

/** Powers of 2 and their logarithms, in the field of 256 elements of these codes. */
const POWERS: number[] = [];
const LOGARITHMS: number[] = [];
for (let i = 0, power = 1; i < 255; i++, power = (power << 1) ^ (power > 127 ? 0x11d : 0)) {
  POWERS[i] = power;
  LOGARITHMS[power] = i;
}
const times = (one: number, other: number): number =>
  one && other ? POWERS[(LOGARITHMS[one]! + LOGARITHMS[other]!) % 255]! : 0;

/** Error correction bytes (Reed–Solomon). */
function remainder(data: number[], count: number): number[] {
  let divisor = [1];
  for (let i = 0; i < count; i++)
    divisor = [...divisor, 0].map((factor, j) => factor ^ times(divisor[j - 1] ?? 0, POWERS[i]!));
  let rest: number[] = Array.from({ length: count }, () => 0);
  for (const byte of data) {
    const factor = byte ^ rest[0]!;
    rest = divisor.slice(1).map((by, i) => (rest[i + 1] ?? 0) ^ times(by, factor));
  }
  return rest;
}
