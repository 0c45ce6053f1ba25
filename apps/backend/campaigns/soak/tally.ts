/** How requests ended, counted by what was asked; what went wrong while the database was away is told apart. */
export interface Tally {
  /** @param began when it was asked, epoch ms; an answer may take its time. */
  count(what: string, outcome: string, isGood: boolean, began?: number): void;
  /** To what is asked from now on, for some seconds, the answers of {@link EXPECTED} are expected. */
  disturb(): void;
  readonly counts: ReadonlyMap<string, number>;
  readonly unexpected: ReadonlyMap<string, number>;
}

/** For as long as a disturbance may be felt: two connect timeouts of the store's pool. */
export const FELT_MS = 10_000;

/**
 * What a visitor may be told while the database is away, and nothing else: a failure of ours, after which the same request
 * may be made again, or that it takes longer than one can wait.
 */
export const EXPECTED: readonly string[] = ['500 internal', '503 upstream_unavailable'];

export function createTally(now: () => number = Date.now): Tally {
  const counts = new Map<string, number>();
  const unexpected = new Map<string, number>();
  const add = (to: Map<string, number>, key: string) => void to.set(key, (to.get(key) ?? 0) + 1);
  let feltUntil = 0;
  return {
    counts,
    unexpected,
    disturb: () => void (feltUntil = now() + FELT_MS),
    count(what, outcome, isGood, began = now()) {
      const isExpected = isGood || (EXPECTED.includes(outcome) && began <= feltUntil);
      add(counts, `${what}: ${outcome}`);
      if (!isExpected) add(unexpected, `${what}: ${outcome}`);
    },
  };
}
