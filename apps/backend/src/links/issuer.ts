import { type LinkRow, type NewLink, isBeingIssued } from '../domain/link.ts';
import { Problem } from '../lib/problem.ts';
import { waitAtMost } from '../lib/clock.ts';
import type { Budget } from '../repository/insert-link.ts';
import { overBudget } from './budget.ts';
import type { StepContext, StepOptions } from './draft.ts';
import { LEASE_MS, newToken, acquireLease } from './lease.ts';
import { takeNextStep } from './issue-steps.ts';

export interface IssuerOptions extends StepOptions {
  /** The longest time that a caller waits, ms. */
  readonly waitMs: number;
}

/** The row of a link, and `true` if this request created it. */
export interface IssuedLink {
  readonly row: LinkRow;
  readonly created: boolean;
}

/** Creates the payable link of a row: exactly one, even after crashes and unknown outcomes. */
export interface Issuer {
  /**
   * Inserts the row unless another row holds its fingerprint, and issues a payable link.
   * @throws Problem `rate_limited`, `challenge_required`, `upstream_unavailable` (also after the wait, while the work continues), `upstream_rejected`, `misconfigured`.
   */
  issue(link: NewLink, budget: Budget | null): Promise<IssuedLink>;
  /** Waits for a row that is being issued, as {@link issue} does. */
  settle(row: LinkRow): Promise<LinkRow>;
  /** Continues with a row that is being issued; joins work on it that is in progress in this process. */
  resume(row: LinkRow): Promise<LinkRow>;
  /** `true` while this process issues a link. */
  isIssuing(): boolean;
  /** Resolves when no work is in progress. */
  idle(): Promise<void>;
}

/** The part of its lease that an owner may have used up before it takes a new lease for the next step. */
const FRESH_MS = LEASE_MS / 15;
const RELEASE_TRIES = 5;
const RELEASE_PAUSE_MS = 1000;

export function createIssuer(options: IssuerOptions): Issuer {
  const { repository, clock } = options;
  const inProgress = new Map<string, Promise<LinkRow>>();
  // All callers of the process share the token: a caller that finds a row may be faster than the caller that inserted it,
  // and must not wait for its lease.
  const token = newToken();

  /** Concurrent callers of one process share one attempt. */
  function work(row: LinkRow, leasedUntil = 0): Promise<LinkRow> {
    const running = inProgress.get(row.id);
    if (running) return running;
    const started = advance(options, row.id, token, leasedUntil).finally(() => inProgress.delete(row.id));
    inProgress.set(row.id, started);
    started.catch(() => {}); // the caller may have stopped waiting
    return started;
  }

  return {
    async issue(link, budget) {
      const until = clock.now() + LEASE_MS;
      const outcome = await repository.insertLink(link, { token, until }, budget);
      if (outcome.kind === 'over_budget') throw overBudget(outcome.reached, clock.now());
      const { row } = outcome;
      // The order has another link. The caller decides whether to replace it.
      const isOther = row.orderKey !== null && row.fingerprint !== link.fingerprint;
      if (isOther) return { row, created: false };
      const created = outcome.kind === 'inserted';
      const settled = isBeingIssued(row) ? await waitForLink(work(row, created ? until : 0), options) : row;
      return { row: settled, created };
    },
    settle: (row) => waitForLink(work(row), options),
    resume: (row) => work(row),
    isIssuing: () => inProgress.size > 0,
    async idle() {
      while (inProgress.size > 0) await Promise.allSettled(inProgress.values());
    },
  };
}

/** Runs the steps, each under a fresh lease, until the row is a link or the issuing failed. Then publishes the row. */
async function advance(options: IssuerOptions, id: string, token: string, leasedUntil: number): Promise<LinkRow> {
  const { repository, linkEvents } = options;
  const context: StepContext = { ...options, token, leasedUntil, unknownOutcomes: 0, newPayments: 0 };
  try {
    for (;;) {
      const row = await leasedRow(context, id);
      if (!isBeingIssued(row)) return row;
      await takeNextStep(context, row);
    }
  } finally {
    await release(options, id, token);
    const row = await repository.link(id);
    if (row) linkEvents.publish({ row, newPayments: context.newPayments });
  }
}

/** Returns the current row, under a lease that outlives the next step. A row that is already a link needs no lease. */
async function leasedRow(context: StepContext, id: string): Promise<LinkRow> {
  const { repository, clock, token } = context;
  const isFresh = context.leasedUntil - clock.now() > LEASE_MS - FRESH_MS;
  const known = await repository.link(id);
  if (known && (isFresh || !isBeingIssued(known))) return known;
  const from = clock.now();
  const row = await acquireLease(context, id, token);
  context.leasedUntil = from + LEASE_MS;
  return row;
}

/** Releases the lease. Retries while the store is unavailable, because no other owner can continue before the lease expires. */
async function release({ repository, clock }: IssuerOptions, id: string, token: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await repository.releaseLease(id, token);
    } catch (error) {
      if (tries === RELEASE_TRIES) throw error;
      await clock.sleep(RELEASE_PAUSE_MS);
    }
  }
}

/** Waits for `work`, at most `waitMs`. @throws Problem `upstream_unavailable` if it takes longer; the work continues. */
export function waitForLink<T>(
  work: Promise<T>,
  { clock, waitMs }: Pick<IssuerOptions, 'clock' | 'waitMs'>,
): Promise<T> {
  const onTimeout = (): never => {
    throw new Problem('upstream_unavailable', {
      retryAfter: 5,
      operator: 'a link is taking longer than the caller can wait; the work continues',
    });
  };
  return waitAtMost(work, { clock, waitMs, onTimeout });
}
