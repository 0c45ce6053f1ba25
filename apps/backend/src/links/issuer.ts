import { type LinkRow, type NewLink, isBeingIssued } from '../domain/link.ts';
import { Problem } from '../lib/problem.ts';
import type { Budget, Counted, Reached } from '../repository/insert-link.ts';
import { LEASE_MS, newToken, acquireLease } from './lease.ts';
import { type IssuerOptions, type StepContext, takeNextStep } from './state-machine.ts';

/** Makes the payable link of a row: exactly one, whatever happens on the way. */
export interface Issuer {
  /**
   * Inserts the row unless its place is held, and brings it to a payable link.
   * @throws Problem `rate_limited`, `challenge_required`, `upstream_unavailable` (also after the wait, while the work continues), `upstream_rejected`, `misconfigured`.
   */
  issue(link: NewLink, budget: Budget | null): Promise<{ readonly row: LinkRow; readonly created: boolean }>;
  /** Waits for a row that is being issued, as {@link issue} does. */
  settle(row: LinkRow): Promise<LinkRow>;
  /** Goes on with a row that is being issued; joins whoever does already. */
  resume(row: LinkRow): Promise<LinkRow>;
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
}

/** How much of its lease an owner may have used up before it takes a new one for the next step. */
const FRESH_MS = LEASE_MS / 15;
const RELEASE_TRIES = 5;
const RELEASE_PAUSE_MS = 1000;

export function createIssuer(options: IssuerOptions): Issuer {
  const { repository, clock } = options;
  const inProgress = new Map<string, Promise<LinkRow>>();
  // One for all: who finds a row here may be faster than who inserted it, and must not wait for that one's lease.
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
      // Another link of the same order: whether it must make way is not decided here.
      const isOther = row.orderKey !== null && row.fingerprint !== link.fingerprint;
      if (isOther) return { row, created: false };
      const created = outcome.kind === 'inserted';
      const settled = isBeingIssued(row) ? await waited(work(row, created ? until : 0), options) : row;
      return { row: settled, created };
    },
    settle: (row) => waited(work(row), options),
    resume: (row) => work(row),
    async idle() {
      while (inProgress.size > 0) await Promise.allSettled(inProgress.values());
    },
  };
}

/** Which setting holds a limit, for the operator's log. */
const SETTINGS: Readonly<Record<Counted, string>> = {
  installation: 'MAX_LINKS_PER_MINUTE',
  unproven: 'half of MAX_LINKS_PER_MINUTE',
  address: 'one address’s share of MAX_LINKS_PER_MINUTE',
  site: 'the share of one /24 or /56 of MAX_LINKS_PER_MINUTE',
  block: 'the share of one /48 of MAX_LINKS_PER_MINUTE',
  unpaid: 'MAX_UNPAID_LINKS_PER_ADDRESS',
  offer: 'max_payer_links_per_day',
  offer_address: 'one address’s share of max_payer_links_per_day',
  offer_site: 'the share of one /24 or /56 of max_payer_links_per_day',
  signed: 'MAX_SIGNED_LINKS_PER_MINUTE',
};

function overBudget({ of, until }: Reached, now: number): Problem {
  return new Problem(of === 'unproven' ? 'challenge_required' : 'rate_limited', {
    retryAfter: (until - now) / 1000,
    operator: `the limit on new links is reached: ${SETTINGS[of]}`,
  });
}

/** Takes one step after another, each under a fresh lease, until the row is a link or a failure. */
async function advance(options: IssuerOptions, id: string, token: string, leasedUntil: number): Promise<LinkRow> {
  const { repository } = options;
  const context: StepContext = { ...options, token, leasedUntil, unknownOutcomes: 0 };
  try {
    for (;;) {
      const row = await leasedRow(context, id);
      if (!isBeingIssued(row)) return row;
      await takeNextStep(context, row);
    }
  } finally {
    await release(options, id, token);
    const row = await repository.link(id);
    if (row) options.onChange(row);
  }
}

/** The row as it is now, under a lease that outlives the next step. A row that is already a link needs no lease. */
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

/** Until a lease that was left behind has run out, nobody can go on: a store that is away for a moment is asked again. */
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
  return Promise.race([work, late]).finally(() => patience.abort('done'));
}
