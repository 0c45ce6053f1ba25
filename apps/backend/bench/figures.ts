/** One measured figure; `bar` is what it should reach, `ok` whether it does. The root's `bench` shows them all. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: string;
  readonly ok?: boolean;
}

/** What a figure must not exceed, or not fall below. */
export type Bar = { readonly atMost: number } | { readonly atLeast: number };

const round = (value: number): number => (Math.abs(value) < 10 ? Number(value.toFixed(2)) : Math.round(value));

export function figure(name: string, measured: number, unit: string, bar?: Bar): Figure {
  const value = round(measured);
  if (bar === undefined) return { name, value, unit };
  // Judged as it is shown.
  if ('atMost' in bar) return { name, value, unit, bar: `≤ ${bar.atMost}`, ok: value <= bar.atMost };
  return { name, value, unit, bar: `≥ ${bar.atLeast}`, ok: value >= bar.atLeast };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Rounds of every comparison; `BENCH_ROUNDS` shortens a look. */
export const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);

/** A comparison: the medians of what was measured on both sides, and the median of each round's ratio. */
export interface Comparison {
  readonly ratio: number;
  readonly first: number;
  readonly second: number;
}

/**
 * Measures two things in turn, changing who begins, so that both meet the same machine: what disturbs it, disturbs both.
 * The first round warms both up and does not count.
 */
export async function compare(
  what: string,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<Comparison> {
  const rounds: { first: number; second: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const measured = { first: 0, second: 0 };
    if (round % 2 === 1) measured.second = await second();
    measured.first = await first();
    if (round % 2 === 0) measured.second = await second();
    if (round > 0) rounds.push(measured);
    const ratio = (measured.first / measured.second).toFixed(2);
    process.stdout.write(
      `${what}, round ${round}: ${measured.first.toFixed(1)} / ${measured.second.toFixed(1)} = ${ratio}\n`,
    );
  }
  return {
    ratio: median(rounds.map((one) => one.first / one.second)),
    first: median(rounds.map((one) => one.first)),
    second: median(rounds.map((one) => one.second)),
  };
}
