/** One measured figure. `bar` is its limit, and `ok` is `true` within it. The root's `bench` prints them all. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: string;
  readonly ok?: boolean;
}

export function figure(name: string, measured: number, unit: string, atMost?: number): Figure {
  const value = Number(measured.toFixed(2));
  return atMost === undefined ? { name, value, unit } : { name, value, unit, bar: `≤ ${atMost}`, ok: value <= atMost };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** The rounds of each time measurement. Set `BENCH_ROUNDS` to a lower number for a quicker run. */
export const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
