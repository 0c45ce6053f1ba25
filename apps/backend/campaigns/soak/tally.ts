/** Counts the results of requests. Errors that are expected while the database is unavailable are counted separately. */
export interface Tally {
  /** @param startedAt start of the request, epoch ms; default: now. */
  count(request: string, outcome: string, isGood: boolean, startedAt?: number): void;
  /** Call this when the database is disturbed. The errors of {@link EXPECTED} are then expected for {@link RECOVERY_MS}. */
  disturb(): void;
  readonly counts: ReadonlyMap<string, number>;
  readonly unexpected: ReadonlyMap<string, number>;
}

/** Time in which a disturbance can cause errors, ms: two connect timeouts of the store's pool. */
export const RECOVERY_MS = 10_000;

/** The only errors that a visitor may get while the database is unavailable. Both are retryable. */
export const EXPECTED: readonly string[] = ['500 internal', '503 upstream_unavailable'];

export function createTally(now: () => number = Date.now): Tally {
  const counts = new Map<string, number>();
  const unexpected = new Map<string, number>();
  const add = (to: Map<string, number>, key: string) => void to.set(key, (to.get(key) ?? 0) + 1);
  let expectedUntil = 0;
  return {
    counts,
    unexpected,
    disturb: () => void (expectedUntil = now() + RECOVERY_MS),
    count(request, outcome, isGood, startedAt = now()) {
      const isExpected = isGood || (EXPECTED.includes(outcome) && startedAt <= expectedUntil);
      add(counts, `${request}: ${outcome}`);
      if (!isExpected) add(unexpected, `${request}: ${outcome}`);
    },
  };
}
