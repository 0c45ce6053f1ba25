import { Problem } from '../problem.ts';
import type { Budget, LinkRow, NewLink } from '../store/store.ts';
import { type IssuerOptions, type StepContext, isBeingIssued } from './context.ts';
import { takeNextStep } from './steps.ts';
import { LEASE_MS, newToken, takeTurn } from './turns.ts';

/** Makes the payable link of a row: exactly one, whatever happens on the way. */
export interface Issuer {
  /**
   * Inserts the row unless its place is held, and brings it to a payable link.
   * @throws Problem `rate_limited`, `upstream_unavailable` (also after the wait, while the work goes on), `upstream_rejected`, `misconfigured`.
   */
  issue(link: NewLink, budget: Budget | null): Promise<{ readonly row: LinkRow; readonly created: boolean }>;
  /** Waits for a row that is being issued, as {@link issue} does. */
  settle(row: LinkRow): Promise<LinkRow>;
  /** Goes on with a row that is being issued; joins whoever does already. */
  resume(row: LinkRow): Promise<LinkRow>;
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
}

const RELEASE_TRIES = 5;
const RELEASE_PAUSE_MS = 1000;

export function createIssuer(options: IssuerOptions): Issuer {
  const { store, clock } = options;
  const inProgress = new Map<string, Promise<LinkRow>>();
  // One for all: who finds a row here may be faster than who inserted it, and must not wait for that one's lease.
  const token = newToken();

  /** Concurrent callers of one process share one attempt. */
  function work(row: LinkRow): Promise<LinkRow> {
    const running = inProgress.get(row.id);
    if (running) return running;
    const started = advance(options, row.id, token).finally(() => inProgress.delete(row.id));
    inProgress.set(row.id, started);
    started.catch(() => {}); // the caller may have stopped waiting
    return started;
  }

  return {
    async issue(link, budget) {
      const outcome = await store.insertLink(link, { token, until: clock.now() + LEASE_MS }, budget);
      if (outcome.kind === 'over_budget')
        throw new Problem('rate_limited', { retryAfter: 30, operator: 'the budget for new links is spent' });
      const { row } = outcome;
      // Another link of the same order: whether it must make way is not decided here.
      const isOther = row.orderKey !== null && row.fingerprint !== link.fingerprint;
      if (isOther) return { row, created: false };
      const settled = isBeingIssued(row) ? await waited(work(row), options) : row;
      return { row: settled, created: outcome.kind === 'inserted' };
    },
    settle: (row) => waited(work(row), options),
    resume: work,
    async idle() {
      while (inProgress.size > 0) await Promise.allSettled(inProgress.values());
    },
  };
}

/** Takes one step after another, each under a fresh lease, until the row is a link or a failure. */
async function advance(options: IssuerOptions, id: string, token: string): Promise<LinkRow> {
  const { store } = options;
  const context: StepContext = { ...options, token, unknownOutcomes: 0 };
  try {
    for (;;) {
      const row = await takeTurn(context, id, token);
      if (!isBeingIssued(row)) return row;
      await takeNextStep(context, row);
    }
  } finally {
    await release(options, id, token);
    const row = await store.link(id);
    if (row) options.onChange(row);
  }
}

/** Until a lease that was left behind has run out, nobody can go on: a store that is away for a moment is asked again. */
async function release({ store, clock }: IssuerOptions, id: string, token: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await store.releaseLease(id, token);
    } catch (error) {
      if (tries === RELEASE_TRIES) throw error;
      await clock.sleep(RELEASE_PAUSE_MS);
    }
  }
}

/** The outcome, or `upstream_unavailable` when it takes longer than a caller can wait; the work goes on. */
export async function waited<T>(
  work: Promise<T>,
  { clock, waitMs }: Pick<IssuerOptions, 'clock' | 'waitMs'>,
): Promise<T> {
  const patience = new AbortController();
  const late = clock.sleep(waitMs, patience.signal).then(() => {
    throw new Problem('upstream_unavailable', {
      retryAfter: 5,
      operator: 'a link is taking longer than the caller can wait; the work goes on',
    });
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => patience.abort());
}
