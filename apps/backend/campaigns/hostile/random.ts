/** Random choices that can be repeated: the same seed gives the same choices. */
export interface Chance {
  /** Returns a number from 0 to below 1. */
  next(): number;
  /** Returns a whole number from 0 to below `end`. */
  below(end: number): number;
  /** Returns `true` with this probability, 0 to 1. */
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Creates the generator (mulberry32). @param seed a whole number. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { next, below, happens: (probability) => next() < probability, pick: (from) => from[below(from.length)]! };
}
