/** A measured figure. `bar` is its limit; `ok` is `true` if the figure meets it. The root `bench` script prints all. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: string;
  readonly ok?: boolean;
}

/** The upper or lower limit of a figure. */
export type Bar = { readonly atMost: number } | { readonly atLeast: number };

const round = (value: number): number => (Math.abs(value) < 10 ? Number(value.toFixed(2)) : Math.round(value));

export function figure(name: string, measured: number, unit: string, bar?: Bar): Figure {
  const value = round(measured);
  if (bar === undefined) return { name, value, unit };
  // Compare the rounded value, which is the value printed.
  if ('atMost' in bar) return { name, value, unit, bar: `≤ ${bar.atMost}`, ok: value <= bar.atMost };
  return { name, value, unit, bar: `≥ ${bar.atLeast}`, ok: value >= bar.atLeast };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Rounds of each comparison. Set `BENCH_ROUNDS` to a lower number for a quicker run. */
export const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);

/** The median of both sides, and the median of the ratios of all rounds. */
export interface Comparison {
  readonly ratio: number;
  readonly first: number;
  readonly second: number;
}

/** Compares two sides by one measure. See {@link compareBy}. */
export async function compare(
  what: string,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<Comparison> {
  const { value } = await compareBy(
    what,
    async () => ({ value: await first() }),
    async () => ({ value: await second() }),
  );
  return value;
}

/**
 * Measures two sides alternately and swaps their order each round, so that other load on the machine affects both.
 * The first round is a warm-up and does not count.
 * @returns a comparison for each measure that both sides return.
 */
export async function compareBy<Measure extends string>(
  what: string,
  first: () => Promise<Record<Measure, number>>,
  second: () => Promise<Record<Measure, number>>,
): Promise<Record<Measure, Comparison>> {
  const rounds: (readonly [Record<Measure, number>, Record<Measure, number>])[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const early = round % 2 === 1 ? await second() : null;
    const one = await first();
    const other = early ?? (await second());
    if (round > 0) rounds.push([one, other]);
    const shown = Object.keys(one).map((measure) => line(one[measure as Measure], other[measure as Measure]));
    process.stdout.write(`${what}, round ${round}: ${shown.join('; ')}\n`);
  }
  const compared = Object.keys(rounds[0]![0]).map((name) => {
    const pairs = rounds.map(([one, other]) => [one[name as Measure], other[name as Measure]] as const);
    const comparison: Comparison = {
      ratio: median(pairs.map(([one, other]) => one / other)),
      first: median(pairs.map(([one]) => one)),
      second: median(pairs.map(([, other]) => other)),
    };
    return [name, comparison];
  });
  return Object.fromEntries(compared) as Record<Measure, Comparison>;
}

function line(first: number, second: number): string {
  return `${first.toFixed(1)} / ${second.toFixed(1)} = ${(first / second).toFixed(2)}`;
}
