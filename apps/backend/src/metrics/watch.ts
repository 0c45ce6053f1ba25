import type { Clock } from '../lib/clock.ts';
import type { Issuer } from '../links/issuer.ts';
import { Problem } from '../lib/problem.ts';
import type { Repository } from '../repository/repository.ts';
import type { Metrics, MetricsOptions } from './metrics.ts';

/** The same issuer; how each issue ends is counted. */
export function countingIssuer(issuer: Issuer, metrics: Metrics): Issuer {
  return {
    ...issuer,
    async issue(link, budget) {
      try {
        const outcome = await issuer.issue(link, budget);
        metrics.issued(outcome.created ? 'created' : 'existing');
        return outcome;
      } catch (error) {
        metrics.issued(error instanceof Problem ? error.code : 'internal');
        throw error;
      }
    },
  };
}

/** The same store; counts payments that a reading is the first to tell of, in any process. */
export function countingStore(repository: Repository, metrics: Metrics): Repository {
  return {
    ...repository,
    async recordSnapshot(id, reading) {
      const row = await repository.recordSnapshot(id, reading);
      if (row && row.newPayments > 0) metrics.paid(row.scope, row.newPayments);
      return row;
    },
  };
}

/** What the store is asked when somebody looks. */
export function questionsOf(repository: Repository, baseUrl: string, clock: Clock): MetricsOptions {
  return {
    readLag: async () => Math.max(0, clock.now() - ((await repository.earliestPoll(baseUrl)) ?? Infinity)) / 1000,
    webhookQueue: () => repository.pendingEvents(baseUrl),
  };
}
